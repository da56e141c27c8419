import type { AppScreens } from "./app-screens.ts";
import { BrowserScreen } from "./screens/browser/BrowserScreen.tsx";
import { HistoryScreen } from "./screens/history/HistoryScreen.tsx";
import { QueueScreen } from "./screens/queue/QueueScreen.tsx";
import { ReviewScreen } from "./screens/review/ReviewScreen.tsx";
import { UnfinishedScreen } from "./screens/unfinished/UnfinishedScreen.tsx";

/** The app's own screens for files, queue and receipts. */
export const fileScreens: AppScreens = {
  Browser: BrowserScreen,
  Review: ReviewScreen,
  Queue: QueueScreen,
  History: HistoryScreen,
  Unfinished: UnfinishedScreen,
};
