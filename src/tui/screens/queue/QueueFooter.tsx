import stringWidth from "string-width";
import { cutEnd, padTo } from "../../../domain/display-name.ts";
import { joinTexts } from "../../../domain/non-empty.ts";
import { isTokenRefused } from "../../../domain/retry.ts";
import { failureWords } from "../../../words/failure.ts";
import type { QueueSnapshot } from "../../../services/ports/transfer-view.ts";
import { Tint } from "../../widgets/Tint.tsx";
import { useTheme } from "../../widgets/theme.ts";
import { queueWords } from "../../../words/queue.ts";

export interface QueueFooterProps {
  readonly snapshot: QueueSnapshot | null;
  /** Where in a list that goes on the cursor stands; null where all of it is in sight. */
  readonly place: string | null;
  readonly columns: number;
}

/** Quiet words below the rows: a limit that holds, a clock that is wrong, messages that the log server has not taken. */
export const QueueFooter = ({ snapshot, place, columns }: QueueFooterProps) => {
  const { symbols } = useTheme();
  const limit = snapshot?.limitBytesPerSecond ?? null;
  const log = snapshot?.log;
  const skewMinutes = snapshot?.clockSkewMinutes ?? 0;
  const parts = [
    limit === null ? "" : queueWords.limit(limit),
    skewMinutes === 0 ? "" : queueWords.clockOff(skewMinutes),
    log?.trouble && log.url === undefined && isTokenRefused(log.trouble)
      ? failureWords.tokenRefused(log.connection ?? "")
      : "",
    log && log.trouble !== null && log.waiting > 0 ? queueWords.logWaiting(log.waiting) : "",
    log?.refused === undefined ? "" : queueWords.logRefused(log.refused),
  ];
  const text = ` ${joinTexts(parts, ` ${symbols.dot} `)}`;
  if (place === null) return <Tint tone="quiet">{text}</Tint>;
  const room = columns - stringWidth(place) - 2;
  const start = padTo(cutEnd(text, room, stringWidth, symbols.ellipsis), room, stringWidth);
  return <Tint tone="quiet">{`${start} ${place}`}</Tint>;
};
