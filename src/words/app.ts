import { formatCount, formatNumber } from "../domain/format.ts";
import type { ActiveDestination } from "../domain/active-destination.ts";
import { safe } from "./safe.ts";

const tabs = {
  browser: "1 Files",
  queue: "2 Queue",
  history: "3 History",
} as const;

/** Sentences of the app itself. */
export const appWords = {
  /** "acme-inbox/november". */
  destination: ({ destination }: Pick<ActiveDestination, "destination">): string =>
    `${safe(destination.bucket)}/${safe(destination.prefix)}`.replace(/\/$/, ""),
  region: ({ region }: Pick<ActiveDestination, "region">): string => safe(region),
  tab: (screen: keyof typeof tabs, count: number): string =>
    count === 0 ? tabs[screen] : `${tabs[screen]} ${formatNumber(count)}`,
  // Its own window is the smallest there is: what it needs comes first.
  tooSmall: "Needs 40 × 12: enlarge the window",
  quitQuestion: (count: number): string =>
    count === 1
      ? "One upload is not finished."
      : `${formatCount(count, "upload")} are not finished.`,
  quitNames: (names: readonly string[], count: number): readonly string[] => [
    ...names.map((name) => `  ${safe(name)}`),
    ...(count > names.length ? [`  and ${count - names.length} more`] : []),
  ],
  leaveDetached: "Quit: uploads continue",
  leaveHere: "Quit: resume next time",
  stay: "Stay",
  saved: "Saved",
  secretMissing: (connection: string): string =>
    `The secret access key of "${safe(connection)}" is no longer stored here. Enter it again.`,
  keysEnded: (connection: string): string =>
    `The temporary keys of "${safe(connection)}" have run out. Enter new ones.`,
  continueWithNewFile: "Rename it and continue with a new file",
  leaveAsIs: "Change nothing and quit",
  unreadableQuestion: "An s3-sftp file cannot be used. Continue without it?",
  keptAt: (path: string): string => `Renamed to ${safe(path)}`,
} as const;
