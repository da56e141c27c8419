import { isUnreachable } from "../../../domain/retry.ts";
import { type QueueSnapshot, type Stop, whatHolds } from "../../../services/ports/transfer-view.ts";
import { queueWords } from "../../../words/queue.ts";
import type { Line } from "../../widgets/Lines.tsx";
import { noticeLines } from "../../widgets/notice-lines.ts";
import type { Symbols } from "../../widgets/theme.ts";
import type { QueueState } from "./queue-reducer.ts";

/**
 * Whoever waits for a storage service that does not answer need not do anything, and should know. Of the whole queue the
 * next try stands with the whole, where it is known when that is.
 */
const waitWords = (
  { error, nextTryInMs }: Stop,
  { trouble }: Pick<QueueSnapshot, "trouble">,
): string | null => {
  if (!isUnreachable(error)) return null;
  if (nextTryInMs === undefined) return queueWords.triesByItself;
  // The highlighted file may be one that goes on: `r` would find nothing to do.
  return trouble === null ? queueWords.countDown(nextTryInMs, "R") : null;
};

/** When it is tried again, and whose files are held while those of others go on. */
const besideLines = (stop: Stop, snapshot: QueueSnapshot, sign: string): readonly Line[] => {
  const { connection, bucket } = stop;
  const wait = waitWords(stop, snapshot);
  const whose =
    connection === undefined || bucket === undefined
      ? null
      : queueWords.heldFor({ connection, bucket });
  return [
    ...(wait === null ? [] : [{ text: `${sign} ${wait}`, tone: "warn" as const }]),
    ...(whose === null ? [] : [{ text: `  ${whose}` }]),
  ];
};

/** So many have room above the rows, and are read. */
const maxShown = 2;

/** What has stopped the queue, or a part of it: red where a person must act, yellow where it goes on by itself. */
export const troubleLines = (
  { snapshot, showsDetails }: Pick<QueueState, "snapshot" | "showsDetails">,
  columns: number,
  symbols: Symbols,
): readonly Line[] => {
  if (snapshot === null) return [];
  return whatHolds(snapshot)
    .slice(0, maxShown)
    .flatMap((stop) =>
      noticeLines(stop.error, {
        columns,
        hasDetails: showsDetails,
        beside: besideLines(stop, snapshot, symbols.state.retrying),
        sign: symbols.attention,
        tone: isUnreachable(stop.error) ? "warn" : "bad",
      }),
    );
};
