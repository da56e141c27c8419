import { displayName } from "../domain/display-name.ts";
import { formatCount, formatNumber } from "../domain/format.ts";
import { joinTexts } from "../domain/non-empty.ts";
import type { ContentFinding } from "../domain/past-delivery.ts";

const findings: Readonly<Record<ContentFinding, string>> = {
  "same content": "same content",
  "content differs": "content differs",
  "no SHA-256 kept": "no SHA-256 kept",
  unreadable: "cannot be read",
};

/** How files compare by SHA-256 with what was delivered of them. */
export const compareWords = {
  finding: findings,
  /** In a narrow window. */
  short: {
    "same content": "=",
    "content differs": "!",
    "no SHA-256 kept": "?",
    unreadable: "?",
  } satisfies Readonly<Record<ContentFinding, string>>,
  progress: (done: number, all: number, name: string): string =>
    `Comparing ${formatNumber(done + 1)} of ${formatNumber(all)} by SHA-256 · Esc stops · ${displayName(name)}`,
  looking: "Looking for receipts…",
  neverDelivered: "Nothing of this was delivered from here, so there is no SHA-256 to compare with",
  stopped: "Stopped comparing",
  ended: (found: readonly ContentFinding[]): string =>
    joinTexts(
      (["same content", "content differs", "no SHA-256 kept", "unreadable"] as const).map(
        (finding) => {
          const count = found.filter((one) => one === finding).length;
          return count > 0 && `${formatCount(count, "file")}: ${findings[finding]}`;
        },
      ),
      ", ",
    ),
  /** Plain text mode. */
  ofFile: (path: string, finding: ContentFinding): string =>
    `${displayName(path)}: ${findings[finding]}`,
  start: "Compare with what was delivered, by SHA-256",
  enterStops: "Comparing by SHA-256. Press Enter to stop.",
} as const;
