import { assertNever } from "../domain/assert-never.ts";
import type { DaemonCall } from "../services/adapters/daemon/queue-messages.ts";
import type { ParsedCall } from "../services/adapters/daemon/parse-queue-request.ts";
import type { UploadQueue } from "../services/ports/upload-queue.ts";

/** What a daemon can do for an app beside its queue. */
export interface DaemonHandlers {
  readonly queue: UploadQueue;
  /** Lets the queue run, and go on with an earlier daemon's when it is told so; idempotent. */
  readonly begin: (isSuccessor: boolean) => Promise<void>;
  /** Looks the settings up again. */
  readonly refresh: () => void;
  /** For the memory of this process only; null forgets it. */
  readonly keepSecret: (account: string, secret: string | null) => void;
  /** Interrupts the queue; resolves when its state is on disk. */
  readonly handOver: () => Promise<void>;
  /** Begins or ends the subscription of the app that asks. */
  readonly setSubscribed: (isWanted: boolean) => void;
}

const answerDaemonCall = async (call: DaemonCall, duties: DaemonHandlers): Promise<void> => {
  switch (call.do) {
    case "subscribe":
    case "unsubscribe":
      return duties.setSubscribed(call.do === "subscribe");
    case "secret":
      return duties.keepSecret(call.account, call.secret);
    case "begin":
      return duties.begin(call.isSuccessor);
    case "refresh":
      return duties.refresh();
    case "handOver":
      return duties.handOver();
    default:
      return assertNever(call);
  }
};

/**
 * Does what the call asks and gives the value to answer with; null when it gives nothing back. Rejects when the queue
 * throws, which is a bug.
 */
export const answerCall = async (call: ParsedCall, duties: DaemonHandlers): Promise<unknown> => {
  const value = "runOn" in call ? call.runOn(duties.queue) : answerDaemonCall(call, duties);
  return (await value) ?? null;
};
