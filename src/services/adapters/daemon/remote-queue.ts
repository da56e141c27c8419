import type { AppError } from "../../../domain/errors.ts";
import { fail, ok } from "../../../domain/result.ts";
import type { Result } from "../../../domain/result.ts";
import { isSnapshot } from "../../ports/queue-answers.ts";
import {
  queueCommands,
  type QueueAnswer,
  type QueueArguments,
  type QueueCommand,
  type QueueCommandName,
  type UploadQueue,
} from "../../ports/upload-queue.ts";
import { createQueueProxy } from "../../ports/queue-proxy.ts";
import {
  emptySnapshot,
  type AddedTransfer,
  type QueueSnapshot,
  type TakenKey,
  type TransferRequest,
} from "../../ports/transfer-view.ts";
import { toBatches } from "./add-batches.ts";
import type { CallOutcome } from "./queue-connection.ts";
import type { QueueRequest, Hello } from "./queue-messages.ts";
import type { DaemonLink } from "./daemon-link.ts";

/** No command takes longer; by the kind of its row in the table. */
export interface RemoteQueueTimeouts {
  /** 100,000 files are written to a slow disk. */
  readonly resultMs: number;
  readonly changeMs: number;
  readonly viewMs: number;
  /** How long a command waits for a new daemon. */
  readonly reattachMs: number;
}

export const remoteQueueTimeouts: RemoteQueueTimeouts = {
  resultMs: 60_000,
  changeMs: 10_000,
  viewMs: 2_000,
  reattachMs: 15_000,
};

/** The queue of a daemon, and what else its app may tell it. */
export interface RemoteQueue extends UploadQueue {
  /** What the daemon said of itself; null while there is none. */
  readonly daemon: Hello | null;
  /** Detaches. The daemon goes on. */
  close(): void;
  /** Gives the daemon a secret that no keychain holds, for its memory only; null takes it back. */
  giveSecret(account: string, secret: string | null): Promise<void>;
  /** Tells the daemon that connections or the log server have changed in the settings. */
  refresh(): Promise<void>;
}

type AddResult = Result<readonly AddedTransfer[], AppError>;

/** A refusal of our own daemon's is a bug on one of the two sides, never the person's doing. */
const refused = (call: QueueRequest, why: string) =>
  new Error(`the worker refused "${call.do}": ${why}`);

const valueOf = (call: QueueRequest, outcome: CallOutcome): unknown => {
  if (outcome.state === "refused") throw refused(call, outcome.fault);
  return outcome.state === "answered" ? outcome.value : undefined;
};

/** What was last seen, without what belongs to the trouble of then. */
const withTrouble = (snapshot: QueueSnapshot, trouble: AppError): QueueSnapshot => {
  const { nextTryInMs: _, troubleConnection: _connection, holds: _holds, ...whole } = snapshot;
  return { ...whole, trouble };
};

/** The ways a command of each kind is given; all throw when it was refused. */
const createCalls = (link: DaemonLink, timeouts: RemoteQueueTimeouts) => {
  let lastSeen: QueueSnapshot = emptySnapshot;
  return {
    /** May be given twice without harm, so that one cut off is given to the next daemon again. */
    change: async (call: QueueRequest): Promise<void> => {
      for (let attempt = 1; attempt <= 2; attempt += 1) {
        await link.waitForConnection(timeouts.reattachMs);
        const outcome = await link.call(call, timeouts.changeMs);
        valueOf(call, outcome);
        if (outcome.state !== "lost") return;
      }
    },
    /** Never sent twice: whether a lost daemon had taken it is for the next snapshot to show. */
    result: async (call: QueueRequest): Promise<unknown> => {
      await link.waitForConnection(timeouts.reattachMs);
      const outcome = await link.call(call, timeouts.resultMs);
      if (outcome.state === "lost" || outcome.state === "silent") {
        return fail<AppError>({ code: "WorkerUnavailable", why: outcome.state });
      }
      return valueOf(call, outcome);
    },
    /** An older daemon does not know the question: nobody answers it. */
    question: async (call: QueueRequest): Promise<unknown> => {
      await link.waitForConnection(timeouts.reattachMs);
      const outcome = await link.call(call, timeouts.resultMs);
      return outcome.state === "answered"
        ? outcome.value
        : fail<AppError>({ code: "WorkerUnavailable", why: "silent" });
    },
    /** While the daemon cannot be reached, what was last seen, with the reason in `trouble`. */
    view: async (call: QueueRequest): Promise<unknown> => {
      const outcome = await link.call(call, timeouts.viewMs);
      if (outcome.state === "lost" || outcome.state === "silent") {
        const { trouble } = link;
        return trouble === null ? lastSeen : withTrouble(lastSeen, trouble);
      }
      const value = valueOf(call, outcome);
      if (isSnapshot(value)) lastSeen = value;
      return value;
    },
  } satisfies Record<
    QueueCommand<QueueCommandName>["kind"],
    (call: QueueRequest) => Promise<unknown>
  >;
};

/** Adds in messages of a size that the daemon can answer others between; here is the only place that cuts them. */
const addInBatches = async (
  add: UploadQueue["add"],
  requests: readonly TransferRequest[],
): Promise<AddResult> => {
  const added: AddedTransfer[] = [];
  for (const batch of toBatches(requests)) {
    const result = await add(batch);
    if (!result.ok && added.length === 0) return result;
    if (!result.ok) {
      // Earlier batches are in the queue: what did not get there is said file by file.
      const rest = requests.slice(added.length);
      return ok([...added, ...rest.map(({ path }) => ({ path, error: result.error }))]);
    }
    for (const answer of result.value) added.push(answer);
  }
  return ok(added);
};

/** Asks in messages of a size that a line may have, one after the other. */
const findInBatches = async (
  find: UploadQueue["findTaken"],
  ...[place, keys]: QueueArguments<"findTaken">
): Promise<QueueAnswer<"findTaken">> => {
  const batches = keys.length === 0 ? [keys] : toBatches(keys);
  const taken: TakenKey[] = [];
  for (const batch of batches) {
    const found = await find(place, batch);
    if (!found.ok) return found;
    for (const each of found.value) taken.push(each);
  }
  return ok(taken);
};

/**
 * The queue of the daemon at the other end of `link`, made from the table of commands. While the daemon cannot be
 * reached, snapshots say so in `trouble` and show what was last seen, changes wait for the next daemon for a while,
 * and `add` fails with WorkerUnavailable.
 */
export const createRemoteQueue = (link: DaemonLink, timeouts: RemoteQueueTimeouts): RemoteQueue => {
  const calls = createCalls(link, timeouts);
  const passOn = async <N extends QueueCommandName>(
    name: N,
    given: QueueArguments<N>,
  ): Promise<QueueAnswer<N>> => {
    const row = queueCommands[name];
    const call: QueueRequest = { ...row.write(...given), do: name };
    const answer = await calls[row.kind](call);
    if (!row.isAnswer(answer)) throw refused(call, "bad answer");
    return answer;
  };
  const queue = createQueueProxy(passOn, (onChange) => link.subscribe(onChange));
  return {
    ...queue,
    add: (requests) => addInBatches((batch) => queue.add(batch), requests),
    findTaken: (place, keys) => findInBatches((...given) => queue.findTaken(...given), place, keys),
    get daemon() {
      return link.daemon;
    },
    close: () => link.close(),
    giveSecret: async (account, secret) => {
      await link.giveSecret(account, secret, timeouts.changeMs);
    },
    refresh: () => calls.change({ do: "refresh" }),
  };
};
