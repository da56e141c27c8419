import { Box } from "ink";
import { useState } from "react";
import type { AppError } from "../../../domain/errors.ts";
import { errorKind } from "../../../domain/errors.ts";
import { useKeys } from "../../keys/use-keys.ts";
import { Notice } from "../../widgets/Notice.tsx";
import { Tint } from "../../widgets/Tint.tsx";
import { useTheme } from "../../widgets/theme.ts";
import { errorLine } from "../../words/error-words.ts";
import { setupWords } from "../../words/setup.ts";
import type { Size } from "../screen-props.ts";
import { toDraft } from "./setup-answers.ts";
import { SetupFrame } from "./SetupFrame.tsx";
import { type ResultRow, resultRows } from "./setup-result.ts";
import type { SetupState } from "./setup-state.ts";
import type { Setup } from "./use-setup.ts";

export interface ResultPageProps {
  readonly setup: Setup;
  readonly size: Size;
  readonly onBack: () => void;
  readonly onCard: (error: AppError) => void;
}

const Good = ({ children }: { readonly children: string }) => {
  const { symbols } = useTheme();
  return <Tint tone="good" wrap="wrap">{`${symbols.ticked} ${children}`}</Tint>;
};

const Findings = ({ state }: { readonly state: SetupState }) => {
  const { check, logCheck, context, answers } = state;
  const isLogOnly = context.goal.type === "log";
  if (state.isBusy) return <Tint>{setupWords.saving}</Tint>;
  if (check.status === "running")
    return <Tint wrap="wrap">{isLogOnly ? setupWords.checkingLog : setupWords.checking}</Tint>;
  if (check.status === "failed") return null;
  if (isLogOnly) {
    return answers.logUrl.trim() === "" ? (
      <Tint wrap="wrap">{setupWords.logSkipped}</Tint>
    ) : (
      <Good>{setupWords.logAnswers}</Good>
    );
  }
  return (
    <>
      <Good>{setupWords.mayList}</Good>
      {check.check?.write === "granted" ? (
        <Good>{setupWords.mayWrite}</Good>
      ) : (
        <Tint wrap="wrap">{setupWords.mayWriteUnknown}</Tint>
      )}
      {logCheck?.ok ? <Good>{setupWords.logAnswers}</Good> : null}
      {logCheck?.ok === false ? (
        <Tint
          tone="quiet"
          wrap="wrap"
        >{`${errorLine(logCheck.error)}. Uploads work all the same.`}</Tint>
      ) : null}
    </>
  );
};

interface RowsProps {
  readonly state: SetupState;
  readonly rows: readonly ResultRow[];
  readonly at: number;
  readonly height: number;
}

/** The rows around the marked one that fit. */
const Rows = ({ state, rows, at, height }: RowsProps) => {
  const { symbols } = useTheme();
  const from = Math.max(0, Math.min(at - height + 1, rows.length - height));
  const draft = state.context.goal.type === "connection" ? toDraft(state) : null;
  const name = draft?.ok ? draft.value.name : "";
  return rows.slice(from, from + height).map((row) => {
    const isMarked = row === rows[at];
    const words = setupWords.row(row, name, state.answers);
    return (
      <Tint key={words} isBold={isMarked} tone={isMarked ? "accent" : "plain"}>
        {`${isMarked ? symbols.focus : " "} ${words}`}
      </Tint>
    );
  });
};

/** Which row is marked: each check begins at its default, the first, again. */
const useMarked = (checkNumber: number, count: number) => {
  const [marked, setMarked] = useState({ checkNumber, row: 0 });
  const last = Math.max(0, count - 1);
  const at = marked.checkNumber === checkNumber ? Math.min(marked.row, last) : 0;
  const move = (step: number) =>
    setMarked({ checkNumber, row: Math.max(0, Math.min(last, at + step)) });
  return { at, move };
};

const act = ({ save, dispatch }: Setup, row: ResultRow | undefined): void => {
  if (row === undefined) return;
  if (row.type === "save" || row.type === "saveAnyway") save();
  else if (row.type === "useRegion") dispatch({ type: "regionChosen", region: row.region });
  else if (row.type === "checkAgain") dispatch({ type: "checkStarted" });
  else dispatch({ type: "correct", question: row.question });
};

/** What the check found out, and what to do: save after a success, the likeliest remedy after a failure. */
export const ResultPage = ({ setup, size, onBack, onCard }: ResultPageProps) => {
  const { state, dispatch } = setup;
  const [hasDetails, setHasDetails] = useState(false);
  const rows = resultRows(state);
  const { at, move } = useMarked(state.checkNumber, rows.length);
  const error = state.check.status === "failed" ? state.check.error : null;
  const isOwners = error !== null && errorKind(error.code) === "owner of the bucket";
  useKeys(
    "setupResult",
    {
      accept: () => act(setup, rows[at]),
      up: () => move(-1),
      down: () => move(1),
      peel: onBack,
      retry: () => dispatch({ type: "checkStarted" }),
      details: error ? () => setHasDetails(!hasDetails) : { why: setupWords.noProblem },
      makeCard: isOwners ? () => onCard(error) : { why: setupWords.notForOwner },
    },
    { isActive: !state.isBusy },
  );
  const height = Math.min(rows.length, Math.max(3, size.rows - (error ? 12 : 9)));
  return (
    <SetupFrame
      state={state}
      size={size}
      mode="setupResult"
      without={error ? (isOwners ? [] : ["makeCard"]) : ["details", "makeCard", "retry"]}
    >
      <Box flexDirection="column" flexShrink={1} overflow="hidden">
        <Findings state={state} />
        {error ? <Notice error={error} columns={size.columns - 2} hasDetails={hasDetails} /> : null}
      </Box>
      <Box
        flexDirection="column"
        flexShrink={0}
        height={height}
        marginTop={size.rows >= 18 ? 1 : 0}
      >
        <Rows state={state} rows={rows} at={at} height={height} />
      </Box>
    </SetupFrame>
  );
};
