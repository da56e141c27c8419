import { runApp } from "../tui/boot.tsx";
import type { AppScreens } from "../tui/app-screens.ts";
import { BrowserScreen } from "../tui/screens/browser/BrowserScreen.tsx";
import { HistoryScreen } from "../tui/screens/history/HistoryScreen.tsx";
import { QueueScreen } from "../tui/screens/queue/QueueScreen.tsx";
import { ReviewScreen } from "../tui/screens/review/ReviewScreen.tsx";
import { UnfinishedScreen } from "../tui/screens/unfinished/UnfinishedScreen.tsx";
import type { AppServices } from "../tui/services.ts";
import type { Environment } from "../services/adapters/disk/paths.ts";
import { keepHeapSmall } from "./keep-heap-small.ts";

/** How the app begins. */
export interface AppStart {
  readonly connection?: string | undefined;
  readonly startAt: "files" | "setup" | "reset";
  readonly isAscii: boolean;
  /** Line by line, for screen readers. */
  readonly isAccessible: boolean;
}

const screens: AppScreens = {
  Browser: BrowserScreen,
  Review: ReviewScreen,
  Queue: QueueScreen,
  History: HistoryScreen,
  Unfinished: UnfinishedScreen,
};

/** Draws the app until the person leaves; gives the exit code. Apart, so that Ink is loaded only for this. */
export const showApp = (
  services: AppServices,
  { connection, startAt, isAscii, isAccessible }: AppStart,
  env: Environment,
): Promise<number> => {
  keepHeapSmall("screens");
  return runApp(services, { screens, connection, startAt, isAscii, isAccessible, env });
};
