import { runApp } from "../tui/boot.tsx";
import type { AppScreens } from "../tui/app-screens.ts";
import { BrowserScreen } from "../tui/screens/browser/BrowserScreen.tsx";
import { HistoryScreen } from "../tui/screens/history/HistoryScreen.tsx";
import { QueueScreen } from "../tui/screens/queue/QueueScreen.tsx";
import { ReviewScreen } from "../tui/screens/review/ReviewScreen.tsx";
import { UnfinishedScreen } from "../tui/screens/unfinished/UnfinishedScreen.tsx";
import type { AppServices } from "../tui/services.ts";
import type { OpenAppParams } from "./open-app.ts";

const screens: AppScreens = {
  Browser: BrowserScreen,
  Review: ReviewScreen,
  Queue: QueueScreen,
  History: HistoryScreen,
  Unfinished: UnfinishedScreen,
};

/** Draws the app until the person leaves; gives the exit code. Apart, so that Ink is loaded only for this. */
export const showApp = (services: AppServices, params: OpenAppParams): Promise<number> => {
  const { connection, startAt, isAscii, isAccessible, context } = params;
  const env = context.environment;
  return runApp(services, { screens, connection, startAt, isAscii, isAccessible, env });
};
