import type { ResultRow } from "../../../domain/setup.ts";
import { Box } from "ink";
import { useState } from "react";
import stringWidth from "string-width";
import { cutEnd, padTo } from "../../../domain/display-name.ts";
import type { AppError } from "../../../domain/errors.ts";
import { errorKind } from "../../../domain/error-kinds.ts";
import { useKeys } from "../../keys/use-keys.ts";
import { Lines } from "../../widgets/Lines.tsx";
import { noticePages } from "../../widgets/notice-pages.ts";
import { noticeLines } from "../../widgets/notice-lines.ts";
import { Tint } from "../../widgets/Tint.tsx";
import { type Symbols, useTheme } from "../../widgets/theme.ts";
import { scrollWords } from "../../../words/scroll.ts";
import { noDetails } from "../../../words/errors/error-words.ts";
import { setupWords } from "../../../words/setup.ts";
import { summaryWords } from "../../../words/setup-summary.ts";
import type { OwnerNoticeSubject, Size } from "../screen-props.ts";
import { toDraft, toKeys } from "./setup-answers.ts";
import { SetupFrame } from "./SetupFrame.tsx";
import { isInvitation } from "./setup-paste.ts";
import { summaryChecks, summaryRows } from "./setup-summary.ts";
import { checkLines, rowLines } from "./summary-lines.ts";
import { Summary } from "./Summary.tsx";
import { checkError, isChecking, resultRows } from "./setup-result.ts";
import type { SetupState } from "./setup-state.ts";
import type { Setup } from "./use-setup.ts";

export interface ResultPageProps {
  readonly setup: Setup;
  readonly size: Size;
  readonly onBack: () => void;
  readonly onOwnerNotice: (error: AppError, about: OwnerNoticeSubject | undefined) => void;
}

/** Lines of the page before what went wrong and what to do. */
const summaryLines = (state: SetupState, symbols: Symbols, columns: number) => {
  const keys = toKeys(state);
  const session = keys.ok ? keys.value.session : undefined;
  const { invitedBy } = state;
  return [
    ...(invitedBy === null ? [] : [[{ text: summaryWords.invites(invitedBy) }]]),
    ...rowLines(summaryRows(state, symbols.mask)),
    ...(session ? [[{ text: setupWords.keysEnd(session.expiresAtMs) }]] : []),
    ...(state.isBusy
      ? [[{ text: setupWords.saving }]]
      : checkLines(summaryChecks(state, symbols), columns)),
  ];
};

interface RowsProps {
  readonly state: SetupState;
  readonly rows: readonly ResultRow[];
  readonly at: number;
  readonly height: number;
  readonly columns: number;
}

/** The rows around the highlighted one that fit; where there are others, it says which one it is. */
const Rows = ({ state, rows, at, height, columns }: RowsProps) => {
  const { symbols } = useTheme();
  const from = Math.max(0, Math.min(at - height + 1, rows.length - height));
  const draft = state.context.goal.type === "connection" ? toDraft(state) : null;
  const name = draft?.ok ? draft.value.name : "";
  const place = rows.length > height ? scrollWords.position(at + 1, rows.length) : "";
  const room = columns - stringWidth(place) - 3;
  return rows.slice(from, from + height).map((row) => {
    const isHighlighted = row === rows[at];
    const isWelcome = row.type === "save" && isInvitation(state);
    const words = isWelcome ? summaryWords.saveAndSelect : setupWords.row(row, name, state.answers);
    return (
      <Tint key={words} isBold={isHighlighted} tone={isHighlighted ? "accent" : "plain"}>
        {isHighlighted
          ? `${symbols.focus} ${padTo(cutEnd(words, room, stringWidth, symbols.ellipsis), room, stringWidth)} ${place}`
          : `  ${words}`}
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
  const { name: connection, accessKeyId, region, endpoint, prefix, options } = draft.value;
  return { connection, accessKeyId, region, endpoint, prefix, options };
};

const act = ({ save, dispatch }: Setup, row: ResultRow | undefined): void => {
  if (row === undefined) return;
  if (row.type === "save" || row.type === "saveAnyway") save();
  else if (row.type === "useRegion") dispatch({ type: "regionCorrected", region: row.region });
  else if (row.type === "checkAgain") dispatch({ type: "checkStarted" });
  else dispatch({ type: "correct", question: row.question });
};

/** Below that a frame leaves too little for what is in it. */
const minFrameColumns = 56;

/** What has room: the summary, and the pages of what went wrong through which `d` leads. */
const layOut = (
  state: SetupState,
  error: AppError | null,
  { size, symbols, rowCount }: { size: Size; symbols: Symbols; rowCount: number },
) => {
  const columns = size.columns - 2;
  const isRoomy = size.rows >= 18;
  // Heading and bottom line; in a roomy window a line below the one and one before the rows.
  const room = size.rows - 2 - (isRoomy ? 2 : 0);
  const hasFrame = isRoomy && columns >= minFrameColumns;
  const summary = summaryLines(state, symbols, columns - (hasFrame ? 4 : 0));
  const summaryHeight = summary.length + (hasFrame ? 2 : 1);
  const minHeight = Math.min(rowCount, 3);
  const noticeWith = (hasDetails: boolean) =>
    error ? noticeLines(error, { columns, hasDetails, sign: symbols.attention }) : [];
  const closed = noticeWith(false);
  // What went wrong comes first where both have no room.
  const hasSummary = summaryHeight + closed.length + minHeight <= room;
  const left = room - (hasSummary ? summaryHeight : 0);
  const pages = noticePages(closed, noticeWith(true), left - minHeight, left - 1);
  return { columns, isRoomy, hasFrame, left, pages, summary: hasSummary ? summary : null };
};

/** What the check found out, and what to do: save after a success, the likeliest remedy after a failure. */
export const ResultPage = ({ setup, size, onBack, onOwnerNotice }: ResultPageProps) => {
  const { state, dispatch } = setup;
  const { symbols } = useTheme();
  const [pageAsked, setPageAsked] = useState(0);
  const rows = resultRows(state);
  const { at, move } = useHighlighted(state.checkNumber, rows.length);
  const error = isChecking(state) ? null : checkError(state);
  const isOwners = error !== null && errorKind(error.code) === "owner of the bucket";
  const layout = layOut(state, error, { size, symbols, rowCount: rows.length });
  const { columns, isRoomy, hasFrame, left, pages, summary } = layout;
  const page = Math.min(pageAsked, pages.length - 1);
  const notice = pages[page] ?? [];
  const height = Math.min(rows.length, Math.max(1, left - notice.length));
  useKeys(
    "setupResult",
    {
      accept: () => act(setup, rows[at]),
      up: () => move(-1),
      down: () => move(1),
      back: onBack,
      retry: () => dispatch({ type: "checkStarted" }),
      details: error
        ? () => setPageAsked(page + 1 < pages.length ? page + 1 : 0)
        : { why: noDetails },
      showOwnerNotice: isOwners
        ? () => onOwnerNotice(error, aboutOf(state))
        : { why: setupWords.notForOwner },
    },
    { isActive: !state.isBusy },
  );
  const title = isInvitation(state) ? summaryWords.welcome : setupWords.title("result");
  return (
    <SetupFrame
      state={state}
      size={size}
      mode="setupResult"
      hasTitle={false}
      without={
        error ? (isOwners ? [] : ["showOwnerNotice"]) : ["details", "showOwnerNotice", "retry"]
      }
      first={isOwners ? ["accept", "showOwnerNotice"] : []}
    >
      {summary && <Summary title={title} lines={summary} columns={columns} hasFrame={hasFrame} />}
      <Lines lines={notice} columns={columns} />
      <Box flexDirection="column" flexShrink={0} height={height} marginTop={isRoomy ? 1 : 0}>
        <Rows state={state} rows={rows} at={at} height={height} columns={columns} />
      </Box>
    </SetupFrame>
  );
};
