import { filesAtWork } from "../files-at-work.ts";
import { keyName } from "../../domain/object-key.ts";
import { lacksPassphrase } from "../../domain/retry.ts";
import type { UploadQueue } from "../../services/ports/upload-queue.ts";
import type { QueueSnapshot, TransferView } from "../../services/ports/transfer-view.ts";
import { accessibleWords as words } from "../../words/plain-text.ts";
import { errorLine, errorWords } from "../../words/errors/error-words.ts";
import { queueWords } from "../../words/queue.ts";
import { safe } from "../../words/safe.ts";
import type { PlainTerminal } from "./plain-terminal.ts";
import { sayError } from "./say-error.ts";
import { sayEndedBatches } from "./say-ended-batches.ts";

const polledWindow = { from: 0, count: 200 };
const endedStates: ReadonlySet<TransferView["state"]> = new Set(["delivered", "failed", "skipped"]);

const endLine = ({ target, state, error, verified }: TransferView): string => {
  const name = safe(keyName(target.key));
  const how = verified === null ? "" : `, ${queueWords.verified[verified]}`;
  const why = error === null ? "" : `. ${errorWords(error).happened} ${errorWords(error).next}`;
  return `${name}: ${queueWords.state[state]}${how}${why}`;
};

/** What stops the whole queue, once while it is the same; that it goes on again. */
const createTroubleReport = (terminal: PlainTerminal) => {
  let told: string | null = null;
  return ({ trouble, nextTryInMs }: QueueSnapshot): void => {
    const line = trouble === null ? null : errorLine(trouble);
    if (line === told) return;
    if (trouble === null) terminal.say(words.goesOn);
    else if (lacksPassphrase(trouble)) terminal.say(words.waitsForPassphrase);
    else sayError(terminal, trouble);
    if (nextTryInMs !== undefined) terminal.say(words.triesAgain(nextTryInMs));
    told = line;
  };
};

/** What has not been said yet: one line per 10 %, and one for each file that has ended. */
const createReport = (terminal: PlainTerminal, before: QueueSnapshot) => {
  const told = new Set(
    before.rows.filter(({ state }) => endedStates.has(state)).map(({ id }) => id),
  );
  const startBytes = before.totals.ackedBytes;
  let reportedTens = 0;
  const reportTrouble = createTroubleReport(terminal);
  return (snapshot: QueueSnapshot): void => {
    reportTrouble(snapshot);
    for (const row of snapshot.rows) {
      if (!endedStates.has(row.state) || told.has(row.id)) continue;
      told.add(row.id);
      terminal.say(endLine(row));
    }
    const { totalBytes, ackedBytes } = snapshot.totals;
    const toSend = totalBytes - startBytes;
    const tens = toSend <= 0 ? 0 : Math.floor(((ackedBytes - startBytes) * 10) / toSend);
    if (tens > reportedTens && tens < 10) terminal.say(words.percent(tens * 10));
    reportedTens = Math.max(reportedTens, tens);
  };
};

export interface FollowParams {
  readonly terminal: PlainTerminal;
  readonly queue: UploadQueue;
  readonly signal: AbortSignal;
}

/** How it has ended; nothing when the person left before, or the queue is lost. */
const sayEnd = async (terminal: PlainTerminal, queue: UploadQueue, last: QueueSnapshot | null) => {
  if (last === null || (await sayEndedBatches(terminal, queue, last))) return;
  terminal.say(words.ended(last));
};

/**
 * Tells how the queue gets on until nothing is left to do, or Enter is pressed. Nothing is repainted. "end of input":
 * nobody is there any more.
 */
export const followQueue = async ({
  terminal,
  queue,
  signal,
}: FollowParams): Promise<"back" | "end of input"> => {
  const first = await queue.snapshot(polledWindow);
  if (filesAtWork(first.totals) === 0) {
    for (const row of first.rows.filter(({ state }) => endedStates.has(state)))
      terminal.say(endLine(row));
    if (first.rows.length === 0) terminal.say(words.idle);
    await sayEndedBatches(terminal, queue, first);
    return "back";
  }
  terminal.say(`${queueWords.heading(first)}. ${words.following}`);
  const report = createReport(terminal, first);
  const done = new AbortController();
  let last: QueueSnapshot | null = null;
  const poll = async () => {
    const snapshot = await queue.snapshot(polledWindow);
    report(snapshot);
    if (filesAtWork(snapshot.totals) > 0 || done.signal.aborted) return;
    last = snapshot;
    done.abort();
  };
  // A queue that is lost has nothing more to tell.
  const follow = () => void poll().catch(() => done.abort());
  const end = queue.subscribe(follow);
  follow();
  const why = await terminal.waitForLine(AbortSignal.any([done.signal, signal]));
  done.abort();
  end();
  await sayEnd(terminal, queue, last);
  return why === "end of input" ? why : "back";
};
