import { assertNever } from "../domain/assert-never.ts";
import type { DeskCall } from "../services/adapters/socket/desk-messages.ts";
import type { TransferDesk } from "../services/queue/transfer-desk.ts";

/** What a worker can do for an app beside its queue. */
export interface WorkerDuties {
  readonly desk: TransferDesk;
  /** Lets the queue run, and go on with an earlier worker's when it is told so; idempotent. */
  readonly begin: (isSuccessor: boolean) => Promise<void>;
  /** Looks the settings up again. */
  readonly refresh: () => void;
  /** For the memory of this process only; null forgets it. */
  readonly keepSecret: (account: string, secret: string | null) => void;
  /** Interrupts the queue; resolves when its state is on disk. */
  readonly handOver: () => Promise<void>;
}

/** What an app asks for by its calls; a subscription belongs to the connection, not to the queue. */
export type QueueCall = Exclude<DeskCall, { do: "subscribe" | "unsubscribe" }>;

/** Does what the call asks and gives the value to answer with. Rejects when the queue throws, which is a bug. */
export const answerCall = async (call: QueueCall, duties: WorkerDuties): Promise<unknown> => {
  const { desk } = duties;
  switch (call.do) {
    case "add":
      return desk.add(call.requests);
    case "pause":
    case "resume":
    case "cancel":
    case "dismiss":
      await desk[call.do](call.which);
      return null;
    case "retry":
      await desk.retry(call.which, call.conflict ?? undefined);
      return null;
    case "limit":
      await desk.limit(call.bytesPerSecond);
      return null;
    case "snapshot":
      return desk.snapshot({ from: call.from, count: call.count });
    case "secret":
      duties.keepSecret(call.account, call.secret);
      return null;
    case "begin":
      await duties.begin(call.isSuccessor);
      return null;
    case "refresh":
      duties.refresh();
      return null;
    case "handOver":
      await duties.handOver();
      return null;
    default:
      return assertNever(call);
  }
};
