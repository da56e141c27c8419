import { setFlagsFromString } from "node:v8";
import { runApp } from "../tui/boot.tsx";
import type { AppScreens } from "../tui/app-screens.ts";
import { BrowserScreen } from "../tui/screens/browser/BrowserScreen.tsx";
import { HistoryScreen } from "../tui/screens/history/HistoryScreen.tsx";
import { QueueScreen } from "../tui/screens/queue/QueueScreen.tsx";
import { ReviewScreen } from "../tui/screens/review/ReviewScreen.tsx";
import { UnfinishedScreen } from "../tui/screens/unfinished/UnfinishedScreen.tsx";
import type { AppServices } from "../tui/services.ts";
import type { Environment } from "../services/adapters/disk/paths.ts";

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

/**
 * Lets V8 collect garbage before it asks for more memory: with a queue of 10,000 files the app peaks at 122 MiB
 * instead of 174, and a folder of 100,000 entries is read as fast. Both are looked at whenever the heap wants to
 * grow, so that they may be set while running.
 */
const keepHeapSmall = (): void => {
  setFlagsFromString("--optimize-for-size");
  setFlagsFromString("--semi-space-growth-factor=1");
};

/** Draws the app until the person leaves; gives the exit code. Apart, so that Ink is loaded only for this. */
export const showApp = (
  services: AppServices,
  { connection, startAt, isAscii, isAccessible }: AppStart,
  env: Environment,
): Promise<number> => {
  keepHeapSmall();
  return runApp(services, { screens, connection, startAt, isAscii, isAccessible, env });
};
