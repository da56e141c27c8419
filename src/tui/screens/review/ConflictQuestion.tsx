import { Box } from "ink";
import stringWidth from "string-width";
import { cutMiddle, displayName } from "../../../domain/display-name.ts";
import { conflictDifference, type Conflict } from "../../../domain/delivery-plan.ts";
import { conflictPolicies, type ConflictPolicy } from "../../../domain/transfer.ts";
import { Tint } from "../../widgets/Tint.tsx";
import { useTheme } from "../../widgets/theme.ts";
import { reviewWords } from "../../../words/review.ts";
import type { ConflictQuestion as Question } from "./review-reducer.ts";
import { renamedExample, sideText } from "./review-view.ts";

interface ConflictQuestionProps {
  readonly conflict: Conflict;
  readonly question: Question;
  /** Conflicts in all. */
  readonly count: number;
  readonly prefix: string;
  readonly columns: number;
  readonly nowMs: number;
}

const keysOf: Readonly<Record<ConflictPolicy, string>> = { skip: "s", rename: "n", replace: "p" };

/** Columns that the question needs beside the name: "already exists", and which of how many it is. */
const nameRoom = 29;
/** In a narrower window it has a line of its own. */
const differenceFrom = 70;
/** Columns before an answer: the edge, the sign and the key. */
const answerColumns = 6;
/** A shorter name says nothing. */
const minExampleColumns = 12;

/** Both sides of a taken key, and the three answers; the first keeps what is there. */
export const ConflictQuestion = (props: ConflictQuestionProps) => {
  const { conflict, question, count, prefix, columns, nowMs } = props;
  const { symbols } = useTheme();
  const below = conflict.key.startsWith(prefix) ? conflict.key.slice(prefix.length) : conflict.key;
  const name = cutMiddle(
    displayName(below),
    Math.max(10, columns - nameRoom),
    stringWidth,
    symbols.ellipsis,
  );
  const rest = count - question.index - 1;
  const ours = sideText(conflict.ours, nowMs);
  const difference = reviewWords.difference(conflictDifference(conflict));
  const hasRoom = columns >= differenceFrom;
  const words = (policy: ConflictPolicy): string => {
    const answer = reviewWords.answer[policy];
    const room = columns - answerColumns - stringWidth(answer) - 2;
    if (policy !== "rename" || room < minExampleColumns) return answer;
    return `${answer}: ${cutMiddle(renamedExample(below), room, stringWidth, symbols.ellipsis)}`;
  };
  return (
    <Box flexDirection="column" width={columns} paddingLeft={1}>
      <Tint isBold>
        {`${symbols.attention} ${reviewWords.question(name)} (${reviewWords.questionOf(question.index + 1, count)})`}
      </Tint>
      <Tint>{`  ${reviewWords.there.padEnd(13)}${sideText(conflict.theirs, nowMs)}`}</Tint>
      <Tint>{`  ${reviewWords.yours.padEnd(13)}${ours}${hasRoom ? `  ${difference}` : ""}`}</Tint>
      {hasRoom ? null : <Tint>{`  ${difference}`}</Tint>}
      {conflictPolicies.map((policy) => {
        const isHighlighted = policy === question.answer;
        const sign = isHighlighted ? symbols.focus : " ";
        return (
          <Tint key={policy} tone={isHighlighted ? "accent" : "plain"} isBold={isHighlighted}>
            {`${sign} ${keysOf[policy]}  ${words(policy)}`}
          </Tint>
        );
      })}
      {rest > 0 ? (
        <Tint tone={question.appliesToAll ? "accent" : "plain"}>
          {`  a  [${question.appliesToAll ? symbols.selected : " "}] ${reviewWords.forAll(rest)}`}
        </Tint>
      ) : null}
    </Box>
  );
};
