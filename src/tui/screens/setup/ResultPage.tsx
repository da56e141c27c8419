import type { ResultRow } from "../../../domain/setup.ts";
import { Box } from "ink";
import { useState } from "react";
import type { AppError } from "../../../domain/errors.ts";
import { errorKind } from "../../../domain/error-kinds.ts";
import { useKeys } from "../../keys/use-keys.ts";
import { type Line, Lines, toLines } from "../../widgets/Lines.tsx";
import { noticeLines } from "../../widgets/notice-lines.ts";
import { Tint } from "../../widgets/Tint.tsx";
import { useTheme } from "../../widgets/theme.ts";
import { setupWords } from "../../../words/setup.ts";
import type { OwnerNoticeSubject, Size } from "../screen-props.ts";
import { asksLog, toDraft, toKeys } from "./setup-answers.ts";
import { SetupFrame } from "./SetupFrame.tsx";
import { checkError, isChecking, resultRows } from "./setup-result.ts";
import type { SetupState } from "./setup-state.ts";
import type { Setup } from "./use-setup.ts";

export interface ResultPageProps {
  readonly setup: Setup;
  readonly size: Size;
  readonly onBack: () => void;
  readonly onOwnerNotice: (error: AppError, about: OwnerNoticeSubject | undefined) => void;
}

const good = (sign: string, text: string): Line => ({ text: `${sign} ${text}`, tone: "good" });

/** What is known of the log server, apart from what no waiting mends. */
const logFindings = (state: SetupState, select: string): readonly Line[] => {
  const { logCheck } = state;
  if (!asksLog(state)) return [{ text: setupWords.logSkipped }];
  if (logCheck === null) return [{ text: setupWords.checkingLog }];
  if (!logCheck.ok) return [];
  const words = setupWords.logToken(logCheck.value);
  return [
    good(select, setupWords.logAnswers),
    logCheck.value.status === "known" ? good(select, words) : { text: words },
  ];
};

/** What is known so far, apart from a failure. */
const findings = (state: SetupState, select: string): readonly Line[] => {
  const { check, context } = state;
  if (state.isBusy) return [{ text: setupWords.saving }];
  if (context.goal.type === "log") return logFindings(state, select);
  if (check.status === "running") return [{ text: setupWords.checking }];
  if (check.status === "failed") return [];
  const keys = toKeys(state);
  const session = keys.ok ? keys.value.session : undefined;
  const isGranted = check.check?.write === "granted";
  return [
    good(select, setupWords.mayList),
    isGranted ? good(select, setupWords.mayWrite) : { text: setupWords.mayWriteUnknown },
    ...(session ? [{ text: setupWords.keysEnd(session.expiresAtMs) }] : []),
    ...(asksLog(state) ? logFindings(state, select) : []),
  ];
};

interface RowsProps {
  readonly state: SetupState;
  readonly rows: readonly ResultRow[];
  readonly at: number;
  readonly height: number;
}

/** The rows around the highlighted one that fit. */
const Rows = ({ state, rows, at, height }: RowsProps) => {
  const { symbols } = useTheme();
  const from = Math.max(0, Math.min(at - height + 1, rows.length - height));
  const draft = state.context.goal.type === "connection" ? toDraft(state) : null;
  const name = draft?.ok ? draft.value.name : "";
  return rows.slice(from, from + height).map((row) => {
    const isHighlighted = row === rows[at];
    const words = setupWords.row(row, name, state.answers);
    return (
      <Tint key={words} isBold={isHighlighted} tone={isHighlighted ? "accent" : "plain"}>
        {`${isHighlighted ? symbols.focus : " "} ${words}`}
      </Tint>
    );
  });
};

/** Which row is highlighted: each check begins at its default, the first, again. */
const useHighlighted = (checkNumber: number, count: number) => {
  const [highlighted, setHighlighted] = useState({ checkNumber, row: 0 });
  const last = Math.max(0, count - 1);
  const at = highlighted.checkNumber === checkNumber ? Math.min(highlighted.row, last) : 0;
  const move = (step: number) =>
    setHighlighted({ checkNumber, row: Math.max(0, Math.min(last, at + step)) });
  return { at, move };
};

/** Whose key and which place the check was about; the secret stays behind. */
const aboutOf = (state: SetupState): OwnerNoticeSubject | undefined => {
  const draft = toDraft(state);
  if (!draft.ok) return undefined;
  const { name: connection, accessKeyId, region, prefix, options } = draft.value;
  return { connection, accessKeyId, region, prefix, options };
};

const act = ({ save, dispatch }: Setup, row: ResultRow | undefined): void => {
  if (row === undefined) return;
  if (row.type === "save" || row.type === "saveAnyway") save();
  else if (row.type === "useRegion") dispatch({ type: "regionCorrected", region: row.region });
  else if (row.type === "checkAgain") dispatch({ type: "checkStarted" });
  else dispatch({ type: "correct", question: row.question });
};

/** What the check found out, and what to do: save after a success, the likeliest remedy after a failure. */
export const ResultPage = ({ setup, size, onBack, onOwnerNotice }: ResultPageProps) => {
  const { state, dispatch } = setup;
  const { symbols } = useTheme();
  const [hasDetails, setHasDetails] = useState(false);
  const rows = resultRows(state);
  const { at, move } = useHighlighted(state.checkNumber, rows.length);
  const error = isChecking(state) ? null : checkError(state);
  const isOwners = error !== null && errorKind(error.code) === "owner of the bucket";
  useKeys(
    "setupResult",
    {
      accept: () => act(setup, rows[at]),
      up: () => move(-1),
      down: () => move(1),
      back: onBack,
      retry: () => dispatch({ type: "checkStarted" }),
      details: error ? () => setHasDetails(!hasDetails) : { why: setupWords.noProblem },
      showOwnerNotice: isOwners
        ? () => onOwnerNotice(error, aboutOf(state))
        : { why: setupWords.notForOwner },
    },
    { isActive: !state.isBusy },
  );
  const columns = size.columns - 2;
  const isRoomy = size.rows >= 18;
  // Heading, title and bottom line; in a roomy window a line before the title and one before the rows.
  const room = size.rows - 3 - (isRoomy ? 2 : 0);
  const lines = [
    ...toLines(findings(state, symbols.selected), columns),
    ...(error ? noticeLines(error, { columns, hasDetails, sign: symbols.attention }) : []),
  ];
  const height = Math.min(rows.length, Math.max(hasDetails ? 1 : 3, room - lines.length));
  return (
    <SetupFrame
      state={state}
      size={size}
      mode="setupResult"
      without={
        error ? (isOwners ? [] : ["showOwnerNotice"]) : ["details", "showOwnerNotice", "retry"]
      }
      first={isOwners ? ["accept", "showOwnerNotice"] : []}
    >
      <Lines lines={lines.slice(0, room - height)} columns={columns} />
      <Box flexDirection="column" flexShrink={0} height={height} marginTop={isRoomy ? 1 : 0}>
        <Rows state={state} rows={rows} at={at} height={height} />
      </Box>
    </SetupFrame>
  );
};
