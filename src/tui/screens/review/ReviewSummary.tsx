import { Box } from "ink";
import { Tint } from "../../widgets/Tint.tsx";
import { errorLine } from "../../../words/errors/error-words.ts";
import { reviewWords } from "../../../words/review.ts";
import type { ReviewState } from "./review-reducer.ts";
import { reviewTotals } from "./review-rows.ts";

interface ReviewSummaryProps {
  readonly state: ReviewState;
  readonly columns: number;
  readonly rateBytesPerSecond: number | null;
  /** Host that files go to in the clear. */
  readonly clearHost: string | null;
}

const Conflicts = ({ state }: Pick<ReviewSummaryProps, "state">) => {
  const { skip, rename, replace } = reviewTotals(state).answers;
  if (state.phase.name === "checking") return <Tint>{` ${reviewWords.checking}`}</Tint>;
  if (state.conflictError) {
    const words = reviewWords.conflictsUnknown(errorLine(state.conflictError));
    return <Tint tone="warn">{` ${words}`}</Tint>;
  }
  if (state.conflicts.length === 0)
    return <Tint tone="quiet">{` ${reviewWords.noConflicts}`}</Tint>;
  return <Tint tone="warn">{` ${reviewWords.conflicts(skip, rename, replace)}`}</Tint>;
};

/** What would be sent, what is taken already and what cannot go. */
export const ReviewSummary = (props: ReviewSummaryProps) => {
  const { state, columns, rateBytesPerSecond, clearHost } = props;
  const { phase, plan } = state;
  if (phase.name === "planning" || !plan) {
    const { files, bytes } = phase.name === "planning" ? phase : { files: 0, bytes: 0 };
    return <Tint>{` ${reviewWords.walking(files, bytes)}`}</Tint>;
  }
  const total = reviewTotals(state);
  if (phase.name === "queueing") {
    return <Tint>{` ${reviewWords.queueing(phase.done, total.files)}`}</Tint>;
  }
  // What is left out by default is not left out yet.
  if (state.question)
    return <Tint tone="warn" isBold>{` ${reviewWords.deciding(state.conflicts.length)}`}</Tint>;
  const seconds =
    rateBytesPerSecond === null ? null : total.bytes / Math.max(1, rateBytesPerSecond);
  return (
    <Box flexDirection="column" width={columns}>
      <Tint isBold>
        {total.files === 0
          ? ` ${reviewWords.nothing}`
          : ` ${reviewWords.total(total.files, total.bytes, seconds)}`}
      </Tint>
      {plan.files.length > 0 ? <Conflicts state={state} /> : null}
      {clearHost === null ? null : <Tint tone="bad">{` ${reviewWords.inClear(clearHost)}`}</Tint>}
      {total.skipped > 0 ? (
        <Tint tone="bad">{` ${reviewWords.skipped(total.skipped)}`}</Tint>
      ) : null}
    </Box>
  );
};
