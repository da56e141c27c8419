import { formatCount } from "../../domain/format.ts";
import type { TabScreen } from "../app-state.ts";
import type { ActiveDestination } from "../services.ts";
import { safe } from "./safe.ts";

const tabs: Readonly<Record<TabScreen, string>> = {
  browser: "1 Files",
  queue: "2 Queue",
  history: "3 Sent",
};

/** Sentences of the app itself. */
export const appWords = {
  /** "acme-inbox/november · eu-west-1". */
  destination: ({ destination, region }: ActiveDestination): string =>
    `${safe(destination.bucket)}/${safe(destination.prefix)}`.replace(/\/$/, "") +
    ` · ${safe(region)}`,
  tab: (screen: TabScreen, count: number): string =>
    count === 0 ? tabs[screen] : `${tabs[screen]} (${count})`,
  // Its own window is the smallest there is: what it needs comes first.
  tooSmall: "40 × 12 is needed: please enlarge",
  quitQuestion: (count: number): string =>
    count === 1
      ? "One upload is not finished."
      : `${formatCount(count, "upload")} are not finished.`,
  quitNames: (names: readonly string[], count: number): readonly string[] => [
    ...names.map((name) => `  ${safe(name)}`),
    ...(count > names.length ? [`  and ${count - names.length} more`] : []),
  ],
  leaveDetached: "Leave: they keep going without you",
  leaveHere: "Leave: the rest is sent next time",
  stay: "Stay here",
  alone: (why: string): string => `Uploads go on only while this is open: ${why}`,
  saved: "Saved.",
  secretMissing: (connection: string): string =>
    `The secret of "${safe(connection)}" is not on this computer any more: please enter it again.`,
  goOnBeside: "Go on beside it: the file is kept under another name",
  leaveAsIs: "Leave everything as it is, and quit",
  unreadableQuestion: "A file of s3-sftp cannot be used. Go on without it?",
  keptAt: (path: string): string => `Kept as ${safe(path)}`,
} as const;
