import type { AppError } from "../../../domain/errors.ts";
import { isUnreachable } from "../../../domain/retry.ts";
import { whatHolds, type QueueSnapshot } from "../../../services/ports/transfer-view.ts";
import { queueWords } from "../../../words/queue.ts";
import { type Line, toLines } from "../../widgets/Lines.tsx";
import { noticeLines } from "../../widgets/notice-lines.ts";
import type { Symbols } from "../../widgets/theme.ts";
import type { QueueState } from "./queue-reducer.ts";

/**
 * Whoever waits for a storage service that does not answer need not do anything, and should know. When the next try is
 * stands with the whole, where it is known.
 */
const waitLines = (
  trouble: AppError,
  { nextTryInMs }: QueueSnapshot,
  sign: string,
  columns: number,
): readonly Line[] =>
  nextTryInMs === undefined && isUnreachable(trouble)
    ? toLines([{ text: `${sign} ${queueWords.triesByItself}`, tone: "warn" }], columns)
    : [];

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
    .flatMap((trouble) => {
      const options = {
        columns,
        hasDetails: showsDetails,
        sign: symbols.attention,
        tone: isUnreachable(trouble) ? ("warn" as const) : ("bad" as const),
      };
      return [
        ...noticeLines(trouble, options),
        ...waitLines(trouble, snapshot, symbols.state.retrying, columns),
      ];
    });
};
