import { Box } from "ink";
import { useState } from "react";
import stringWidth from "string-width";
import type { ContentFinding } from "../../../domain/past-delivery.ts";
import { List } from "../../widgets/List.tsx";
import { Lines } from "../../widgets/Lines.tsx";
import { noticeLines } from "../../widgets/notice-lines.ts";
import { useTheme } from "../../widgets/theme.ts";
import { ConflictQuestion } from "./ConflictQuestion.tsx";
import type { ReviewState } from "./review-reducer.ts";
import { reviewRow, reviewRowCount, reviewRowPath, type ReviewRow } from "./review-rows.ts";
import { reviewLine, type RowAnswer } from "./review-view.ts";

interface ReviewBodyProps {
  readonly state: ReviewState;
  readonly columns: number;
  readonly height: number;
  /** Of the destination; keys are shown without it. */
  readonly prefix: string;
  /** How files compare with what was delivered of them, by absolute path. */
  readonly findings: ReadonlyMap<string, ContentFinding>;
}

const answerTo = ({ answers, leftOut }: ReviewState, row: ReviewRow): RowAnswer => {
  if (row.kind === "conflict") {
    const { path } = row.conflict;
    return { policy: answers.get(path), isLeftOut: leftOut.has(path) };
  }
  return { policy: undefined, isLeftOut: row.kind === "file" && leftOut.has(row.file.path) };
};

/** The question that waits for an answer, or else all paths: taken ones, those that cannot go, the others. */
export const ReviewBody = ({ state, columns, height, prefix, findings }: ReviewBodyProps) => {
  const { symbols } = useTheme();
  const [nowMs] = useState(() => Date.now());
  const style = { columns, width: stringWidth, nowMs, symbols, prefix };
  const { question, conflicts } = state;
  const asked = question ? conflicts[question.index] : undefined;
  const highlighted = reviewRow(state, state.position.cursor);
  const problem =
    state.showsDetails && highlighted?.kind === "skipped" ? highlighted.skipped.error : null;
  const notice = problem
    ? noticeLines(problem, { columns, hasDetails: true, sign: symbols.attention })
    : [];
  // The reason in full stands below the list, of which the highlighted row stays in sight.
  const listRows = Math.max(1, height - notice.length);
  return (
    <Box flexDirection="column" flexGrow={1} overflow="hidden">
      {asked && question ? (
        <ConflictQuestion
          conflict={asked}
          question={question}
          count={conflicts.length}
          prefix={prefix}
          columns={columns}
          nowMs={nowMs}
        />
      ) : (
        <List
          position={state.position}
          count={reviewRowCount(state)}
          columns={columns}
          height={listRows}
          lineAt={(row, hasCursor) => {
            const shown = reviewRow(state, row);
            if (!shown) return { text: "" };
            const finding = findings.get(reviewRowPath(shown));
            return reviewLine(shown, style, hasCursor, { ...answerTo(state, shown), finding });
          }}
        />
      )}
      <Lines lines={notice.slice(0, height - listRows)} columns={columns} />
    </Box>
  );
};
