import type { Dispatch } from "react";
import type { ConflictPolicy } from "../../../domain/transfer.ts";
import type { Comparison } from "../../hooks/use-comparison.ts";
import { listMoves } from "../../widgets/list-moves.ts";
import { useKeys, type KeyHandler, type KeyHandlers } from "../../keys/use-keys.ts";
import { noDetails } from "../../../words/errors/error-words.ts";
import { reviewWords } from "../../../words/review.ts";
import type { ReviewEvent, ReviewState } from "./review-reducer.ts";
import { reviewRow, reviewRowPath } from "./review-rows.ts";

export interface ReviewKeysOptions {
  readonly state: ReviewState;
  readonly dispatch: Dispatch<ReviewEvent>;
  readonly comparison: Comparison;
  /** Null when nothing can be sent now. */
  readonly start: (() => void) | null;
  readonly leave: () => void;
}

type Send = (event: ReviewEvent) => KeyHandler;

const answerKeys = (answer: (policy: ConflictPolicy) => KeyHandler): KeyHandlers => ({
  answerSkip: answer("skip"),
  answerRename: answer("rename"),
  answerReplace: answer("replace"),
});

/** In the list an answer is for the highlighted file, and can be changed until all is sent. */
const answerHighlighted = (state: ReviewState, dispatch: Dispatch<ReviewEvent>) => {
  const row = reviewRow(state, state.position.cursor);
  if (row?.kind !== "conflict") return () => ({ why: reviewWords.noConflictHere });
  return (policy: ConflictPolicy): KeyHandler =>
    () =>
      dispatch({ type: "answeredInList", index: row.index, answer: policy });
};

const whyNot = ({ phase }: ReviewState): string => reviewWords.notReady[phase.name];

/** The highlighted file beside what was delivered of it, or all of them. Esc stops it. */
const compareKeys = ({ state, comparison, leave }: ReviewKeysOptions): KeyHandlers => {
  const row = reviewRow(state, state.position.cursor);
  const files = state.plan?.files ?? [];
  return {
    compare:
      row === null || row.kind === "skipped"
        ? { why: reviewWords.notHere }
        : () => comparison.compare([reviewRowPath(row)]),
    compareAll:
      files.length === 0
        ? { why: reviewWords.notHere }
        : () => comparison.compare(files.map(({ path }) => path)),
    back: comparison.progress === null ? leave : comparison.stop,
  };
};

/** Keys of the list, and of the question about a taken key. */
export const useReviewKeys = (options: ReviewKeysOptions): void => {
  const { state, dispatch, start } = options;
  const { question, height } = state;
  const send: Send = (event) => () => dispatch(event);
  const row = reviewRow(state, state.position.cursor);
  useKeys(
    "review",
    {
      ...listMoves(height, dispatch),
      ...answerKeys(answerHighlighted(state, dispatch)),
      answerForAll:
        row?.kind === "conflict"
          ? send({ type: "questionAsked", index: row.index, appliesToAll: true })
          : { why: reviewWords.noConflictHere },
      start: start ?? { why: whyNot(state) },
      leaveOut:
        row === null || row.kind === "skipped"
          ? { why: reviewWords.notHere }
          : send({ type: "leftOutToggled" }),
      details:
        row?.kind === "skipped" || state.planError !== null || state.queueError !== null
          ? send({ type: "detailsToggled" })
          : { why: noDetails },
      ...compareKeys(options),
    },
    { isActive: question === null },
  );
  useKeys(
    "conflict",
    {
      up: send({ type: "answerHighlighted", by: -1 }),
      down: send({ type: "answerHighlighted", by: 1 }),
      ...answerKeys((answer) => send({ type: "answered", answer })),
      answerForAll: send({ type: "forAllToggled" }),
      accept: send({ type: "answered", answer: question?.answer ?? "skip" }),
      back: send({ type: "questionLeft" }),
    },
    { isActive: question !== null },
  );
};
