import { joinTexts } from "../../../domain/non-empty.ts";
import stringWidth from "string-width";
import type { QueueSnapshot } from "../../../services/ports/transfer-view.ts";
import { Tint } from "../../widgets/Tint.tsx";
import { useTheme } from "../../widgets/theme.ts";
import { queueWords } from "../../../words/queue.ts";

interface QueueHeadingProps {
  readonly snapshot: QueueSnapshot | null;
  readonly columns: number;
}

/** The whole queue in one line; when all has ended, what became of it. */
export const QueueHeading = ({ snapshot, columns }: QueueHeadingProps) => {
  const { symbols } = useTheme();
  if (!snapshot) return <Tint tone="quiet">{` ${queueWords.loading}`}</Tint>;
  if (snapshot.rowCount === 0) return <Tint> </Tint>;
  const { files } = snapshot.totals;
  const isOver = files.waiting + files.uploading + files.paused === 0;
  const pace = isOver ? queueWords.ended(snapshot) : queueWords.pace(snapshot);
  const parts = [queueWords.count(snapshot), queueWords.share(snapshot), pace];
  const join = (some: readonly string[]) => ` ${joinTexts(some, ` ${symbols.dot} `)}`;
  const whole = join(parts);
  // In a narrow window the count goes first, then the bytes: how long it takes is what one looks for.
  const shorter = [whole, join(parts.slice(1)), join(parts.slice(2))];
  return <Tint isBold>{shorter.find((text) => stringWidth(text) <= columns) ?? whole}</Tint>;
};

/** Quiet words below the rows: a limit that holds, a clock that is wrong, messages that the log server has not taken. */
export const QueueFooter = ({ snapshot }: { readonly snapshot: QueueSnapshot | null }) => {
  const { symbols } = useTheme();
  const limit = snapshot?.limitBytesPerSecond ?? null;
  const log = snapshot?.log;
  const skewMinutes = snapshot?.clockSkewMinutes ?? 0;
  const parts = [
    limit === null ? "" : queueWords.limit(limit),
    skewMinutes === 0 ? "" : queueWords.clockOff(skewMinutes),
    log && log.trouble !== null && log.waiting > 0 ? queueWords.logWaiting(log.waiting) : "",
    log?.refused === undefined ? "" : queueWords.logRefused(log.refused),
  ];
  return <Tint tone="quiet">{` ${joinTexts(parts, ` ${symbols.dot} `)}`}</Tint>;
};
