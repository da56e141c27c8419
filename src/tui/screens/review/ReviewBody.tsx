import { Box } from "ink";
import { useState } from "react";
import stringWidth from "string-width";
import { List } from "../../widgets/List.tsx";
import { Notice } from "../../widgets/Notice.tsx";
import { useTheme } from "../../widgets/theme.ts";
import { ConflictQuestion } from "./ConflictQuestion.tsx";
import type { ReviewState } from "./review-reducer.ts";
import { reviewRow, reviewRowCount } from "./review-rows.ts";
import { reviewLine } from "./review-view.ts";

interface ReviewBodyProps {
  readonly state: ReviewState;
  readonly columns: number;
  readonly height: number;
  /** Of the destination; keys are shown without it. */
  readonly prefix: string;
}

/** For a reason in full, below the list. */
const problemRows = 6;

/** The question that waits for an answer, or else all paths: taken ones, those that cannot go, the others. */
export const ReviewBody = ({ state, columns, height, prefix }: ReviewBodyProps) => {
  const { symbols } = useTheme();
  const [nowMs] = useState(() => Date.now());
  const style = { columns, width: stringWidth, nowMs, symbols, prefix };
  const { question, conflicts, answers } = state;
  const asked = question ? conflicts[question.index] : undefined;
  const marked = reviewRow(state, state.position.cursor);
  const problem = state.showsDetails && marked?.kind === "skipped" ? marked.skipped.error : null;
  const listRows = problem ? Math.max(1, height - problemRows) : height;
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
            const answer = shown.kind === "conflict" ? answers.get(shown.conflict.path) : undefined;
            return reviewLine(shown, style, hasCursor, answer);
          }}
        />
      )}
      {problem ? <Notice error={problem} columns={columns} hasDetails /> : null}
    </Box>
  );
};
