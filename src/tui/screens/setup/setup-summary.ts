import type { ConnectionDraft } from "../../../domain/connection-draft.ts";
import { setupWords } from "../../../words/setup.ts";
import { summaryWords as words } from "../../../words/setup-summary.ts";
import { joinTexts } from "../../../domain/non-empty.ts";
import { masked } from "../../widgets/text-field/masked.ts";
import type { Symbols, Tone } from "../../widgets/theme.ts";
import { asksLog, isLogGoal, toDraft, toLog } from "./setup-answers.ts";
import type { SetupState } from "./setup-state.ts";

/** A line of what will be saved; safe to draw. */
export interface SummaryRow {
  readonly label: string;
  readonly value: string;
  /** Said of it where there is room; null for nothing. */
  readonly detail: string | null;
}

/** One thing that the check has found, or still asks. */
export interface SummaryCheck {
  readonly sign: string;
  readonly text: string;
  readonly tone: Tone;
}

const toRow = ({ bucket, prefix, endpoint, region }: ConnectionDraft): SummaryRow => ({
  label: words.to,
  value: words.destination(bucket, prefix),
  detail: endpoint === null ? words.place(region) : words.endpoint(endpoint),
});

const keyRow = (draft: ConnectionDraft, { context }: SetupState, mask: string): SummaryRow => {
  const { accessKeyId, secretAccessKey: secret, profile = "" } = draft;
  if (accessKeyId === null)
    return { label: words.key, value: words.profile(profile), detail: null };
  const tail =
    secret === null ? null : masked(Array.from(secret), "", true).filter(Boolean).join("");
  const kept = secret !== null && context.holder !== null && words.kept(context.holder);
  const shown = tail === null ? words.held : words.secret(mask, tail);
  return {
    label: words.key,
    value: words.accessKey(accessKeyId),
    detail: joinTexts([shown, kept], "   "),
  };
};

const tellsRow = (state: SetupState): SummaryRow | null => {
  const log = toLog(state);
  const url = log.ok ? log.value.logUrl : null;
  const { logCheck, context } = state;
  if (url === null) {
    return context.goal.type === "connection" || isLogGoal(context.goal)
      ? { label: words.tells, value: words.nobody, detail: null }
      : null;
  }
  const name = logCheck?.ok && logCheck.value.status === "known" ? logCheck.value.name : null;
  return { label: words.tells, value: words.log(url, name), detail: null };
};

/** What will be saved, line by line; nothing of a log server alone but whom it tells. */
export const summaryRows = (state: SetupState, mask: string): readonly SummaryRow[] => {
  const draft = isLogGoal(state.context.goal) ? null : toDraft(state);
  const tells = tellsRow(state);
  return [
    ...(draft?.ok ? [toRow(draft.value), keyRow(draft.value, state, mask)] : []),
    ...(tells === null ? [] : [tells]),
  ];
};

const logChecks = (state: SetupState, { selected, later }: Symbols): readonly SummaryCheck[] => {
  const { logCheck } = state;
  if (!asksLog(state)) return [];
  if (logCheck === null) return [{ sign: later, text: words.askingLog, tone: "quiet" }];
  if (!logCheck.ok) return [];
  return logCheck.value.status === "known"
    ? [{ sign: selected, text: words.knowsToken, tone: "good" }]
    : [{ sign: later, text: words.tokenLater, tone: "plain" }];
};

const storeChecks = (state: SetupState, { selected, later }: Symbols): readonly SummaryCheck[] => {
  const { check } = state;
  if (check.status === "running")
    return [{ sign: later, text: setupWords.checking, tone: "quiet" }];
  if (check.status === "failed" || check.check === null) return [];
  return [
    { sign: selected, text: words.canList, tone: "good" },
    check.check.write === "granted"
      ? { sign: selected, text: words.canUpload, tone: "good" }
      : { sign: later, text: words.uploadLater, tone: "plain" },
  ];
};

/** What the check has found so far, apart from what went wrong. */
export const summaryChecks = (state: SetupState, symbols: Symbols): readonly SummaryCheck[] => [
  ...(isLogGoal(state.context.goal) ? [] : storeChecks(state, symbols)),
  ...(state.check.status === "failed" ? [] : logChecks(state, symbols)),
];
