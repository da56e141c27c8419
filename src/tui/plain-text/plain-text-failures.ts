import type { ActiveDestination } from "../../domain/active-destination.ts";
import { errorKind } from "../../domain/error-kinds.ts";
import type { AppError } from "../../domain/errors.ts";
import { keyName } from "../../domain/object-key.ts";
import type { SetupGoal } from "../../domain/setup.ts";
import type { Settings } from "../../domain/settings.ts";
import type { QueueSnapshot, TransferView } from "../../services/ports/transfer-view.ts";
import { errorLine, errorWords } from "../../words/errors/error-words.ts";
import { ownerNoticeWords } from "../../words/owner-notice-screen.ts";
import { ownerNotice } from "../../words/owner-notice.ts";
import { accessibleWords as words } from "../../words/plain-text.ts";
import { noticeAbout } from "../screens/owner-notice/notice-about.ts";
import { renewEvent, renewInQueue } from "../screens/queue/failure-choices.ts";
import type { AppServices } from "../services.ts";
import { isAnswer, type Asked } from "./asked.ts";
import { choose } from "./choose.ts";
import type { PlainTerminal } from "./plain-terminal.ts";
import { sayError } from "./say-error.ts";

/** A transfer that failed. */
type Failed = TransferView & { readonly error: AppError };

const isFailed = (view: TransferView): view is Failed => view.error !== null;

/** What asks for the keys or the token that are wrong now; null: none are. */
export const goalOf = (
  snapshot: QueueSnapshot,
  { connection }: Pick<ActiveDestination, "connection">,
): SetupGoal | null => {
  const events = [
    renewInQueue(snapshot, null, connection),
    ...snapshot.rows
      .filter(isFailed)
      .map(({ error, target }) => renewEvent(error, target.connection)),
  ];
  return events.flatMap((event) => (event?.type === "setUp" ? [event.goal] : []))[0] ?? null;
};

/** Those that only the bucket owner can mend. */
export const forOwner = ({ rows }: QueueSnapshot): readonly Failed[] =>
  rows.filter(isFailed).filter(({ error }) => errorKind(error.code) === "owner of the bucket");

export interface OwnerNoticeParams {
  readonly terminal: PlainTerminal;
  readonly services: AppServices;
  /** As they are now. */
  readonly settings: () => Settings;
  readonly active: ActiveDestination;
}

const chooseFailed = (
  terminal: PlainTerminal,
  failed: readonly Failed[],
): Promise<Asked<Failed>> | Asked<Failed> => {
  const [only] = failed;
  if (failed.length === 1 && only) return { value: only };
  const choices = failed.map((view) => ({
    words: words.queueRow(keyName(view.target.key), null, errorWords(view.error).happened),
    value: view,
  }));
  return choose(terminal, words.whichFailure, choices);
};

const notify = async (
  { terminal, services }: OwnerNoticeParams,
  text: string,
  connection: string,
): Promise<void> => {
  const sent = await services.notifyRecipient(text, connection);
  if (!sent.ok) return sayError(terminal, sent.error);
  const { value: why } = sent;
  terminal.say(why === null ? ownerNoticeWords.sent : ownerNoticeWords.waits(errorLine(why)));
};

const save = async ({ terminal, services }: OwnerNoticeParams, text: string): Promise<void> => {
  const saved = await services.saveText(ownerNoticeWords.fileName, text);
  if (saved.ok) terminal.say(ownerNoticeWords.saved(saved.value));
  else sayError(terminal, saved.error);
};

/** Says the text that can be forwarded to the owner, and offers to save or to send it. False: the input ended. */
export const sayOwnerNotice = async (
  params: OwnerNoticeParams,
  failed: readonly Failed[],
): Promise<boolean> => {
  const { terminal, active } = params;
  const settings = params.settings();
  const chosen = await chooseFailed(terminal, failed);
  if (!isAnswer(chosen)) return chosen === "back";
  const { error, target } = chosen.value;
  const about = noticeAbout(target, settings, active);
  const text = ownerNotice({ ...about, error, atMs: Date.now() });
  terminal.say(`${ownerNoticeWords.title}. ${ownerNoticeWords.how}`);
  for (const line of text.trimEnd().split("\n")) terminal.say(line);
  const known = settings.connections.find(({ name }) => name === target.connection);
  const what = await choose<"back" | "save" | "notify">(terminal, words.menu, [
    { words: words.goBack, value: "back" },
    { words: words.saveNotice, value: "save" },
    ...(known?.log ? [{ words: words.sendNotice, value: "notify" } as const] : []),
  ]);
  if (!isAnswer(what)) return what === "back";
  if (what.value === "save") await save(params, text);
  if (what.value === "notify") await notify(params, text, target.connection);
  return true;
};
