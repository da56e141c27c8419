import { Box } from "ink";
import { type Line, Lines, toLines } from "../../widgets/Lines.tsx";
import { errorLine } from "../../../words/errors/error-words.ts";
import { reviewWords } from "../../../words/review.ts";
import type { ReviewState } from "./review-reducer.ts";
import { reviewTotals } from "./review-rows.ts";

export interface ReviewSummaryProps {
  readonly state: ReviewState;
  readonly columns: number;
  readonly rateBytesPerSecond: number | null;
  /** Host that files go to in the clear. */
  readonly clearHost: string | null;
  /** What is being compared, in words; null while nothing is. */
  readonly progress: string | null;
}

const conflictLine = ({ state, progress }: ReviewSummaryProps): Line => {
  // In the place of a line, so that the list does not move.
  if (progress !== null) return { text: progress, tone: "accent" };
  const { skip, rename, replace } = reviewTotals(state).answers;
  if (state.phase.name === "checking") return { text: reviewWords.checking };
  if (state.conflictError) {
    const text = reviewWords.conflictsUnknown(errorLine(state.conflictError));
    return { text, tone: "warn" };
  }
  if (skip + rename + replace === 0) return { text: reviewWords.noConflicts, tone: "quiet" };
  return { text: reviewWords.conflicts(skip, rename, replace), tone: "warn" };
};

const summarySentences = (props: ReviewSummaryProps): readonly Line[] => {
  const { state, columns, rateBytesPerSecond, clearHost } = props;
  const { phase, plan } = state;
  if (phase.name === "planning" || !plan) {
    const { files, bytes } = phase.name === "planning" ? phase : { files: 0, bytes: 0 };
    return [{ text: reviewWords.walking(files, bytes) }];
  }
  const total = reviewTotals(state);
  if (phase.name === "queueing") return [{ text: reviewWords.queueing(phase.done, total.files) }];
  // What is left out by default is not left out yet.
  if (state.question)
    return [{ text: reviewWords.deciding(state.conflicts.length), tone: "warn", isBold: true }];
  const seconds =
    rateBytesPerSecond === null ? null : total.bytes / Math.max(1, rateBytesPerSecond);
  // Counted once, of all: of fewer files it is not known.
  const folders = total.files === plan.files.length ? state.folders : 0;
  const beside = columns >= 60 && folders > 1 ? ` ${reviewWords.inFolders(folders)}` : "";
  const nothing =
    total.delivered > 0 && total.delivered === plan.files.length
      ? reviewWords.allDelivered
      : reviewWords.nothing;
  const text =
    total.files === 0 ? nothing : reviewWords.total(total.files, total.bytes, seconds) + beside;
  return [
    { text, isBold: true },
    ...(plan.files.length > total.delivered || props.progress !== null
      ? [conflictLine(props)]
      : []),
    ...(clearHost === null ? [] : [{ text: reviewWords.inClear(clearHost), tone: "bad" as const }]),
    ...(total.skipped > 0
      ? [{ text: reviewWords.skipped(total.skipped), tone: "bad" as const }]
      : []),
    ...(total.delivered > 0
      ? [{ text: reviewWords.deliveredCount(total.delivered), tone: "good" as const }]
      : []),
    ...(total.leftOut > 0
      ? [{ text: reviewWords.leftOutCount(total.leftOut), tone: "quiet" as const }]
      : []),
  ];
};

/**
 * What would be sent, what is taken already and what cannot go; the most important first. Sentences that have no room in
 * a line have two.
 */
export const summaryLines = (props: ReviewSummaryProps): readonly Line[] =>
  toLines(summarySentences(props), props.columns - 2);

/** The lines of the summary, one column in from the edge. */
export const ReviewSummary = (props: ReviewSummaryProps) => {
  const { columns } = props;
  const lines = summaryLines(props);
  return (
    <Box flexDirection="column" width={columns}>
      <Lines lines={lines.map((line) => ({ ...line, text: ` ${line.text}` }))} columns={columns} />
    </Box>
  );
};
