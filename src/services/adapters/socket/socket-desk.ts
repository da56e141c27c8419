import type { AppError } from "../../../domain/errors.ts";
import { fail, ok } from "../../../domain/result.ts";
import type { Result } from "../../../domain/result.ts";
import type { ConflictPolicy } from "../../../domain/transfer.ts";
import {
  emptySnapshot,
  type AddedTransfer,
  type QueueSnapshot,
  type QueueWindow,
  type TransferDesk,
  type TransferRequest,
  type TransferSelection,
} from "../../queue/transfer-desk.ts";
import { toBatches } from "./add-batches.ts";
import type { CallOutcome } from "./desk-connection.ts";
import type { DeskCall, Hello } from "./desk-messages.ts";
import { isAddResult, isSnapshot } from "./parse-desk-answer.ts";
import type { WorkerLink } from "./worker-link.ts";

/** Time limits in milliseconds: no call takes longer. */
export interface DeskLimits {
  readonly addMs: number;
  readonly commandMs: number;
  readonly snapshotMs: number;
  /** How long a command waits for a new worker. */
  readonly reattachMs: number;
}

export const deskLimits: DeskLimits = {
  addMs: 60_000,
  commandMs: 10_000,
  snapshotMs: 2_000,
  reattachMs: 15_000,
};

type AddResult = Result<readonly AddedTransfer[], AppError>;

/** A refusal of our own worker's is a bug on one of the two sides, never the person's doing. */
const refused = (call: DeskCall, outcome: CallOutcome) =>
  new Error(
    `the worker refused "${call.do}": ${"fault" in outcome ? outcome.fault : "bad answer"}`,
  );

/**
 * The queue of a worker. While the worker cannot be reached, snapshots say so in `trouble` and show what was last
 * seen, commands wait for the next worker for a while, and `add` fails with WorkerUnavailable.
 */
export class SocketDesk implements TransferDesk {
  readonly #link: WorkerLink;
  readonly #limits: DeskLimits;
  #lastSeen: QueueSnapshot = emptySnapshot;

  constructor(link: WorkerLink, limits: DeskLimits) {
    this.#link = link;
    this.#limits = limits;
  }

  /** What the worker said of itself; null while there is none. */
  get worker(): Hello | null {
    return this.#link.worker;
  }

  /** Detaches. The worker goes on. */
  close(): void {
    this.#link.close();
  }

  /** Gives the worker a secret that no keychain holds, for its memory only; null takes it back. */
  async giveSecret(account: string, secret: string | null): Promise<void> {
    await this.#link.giveSecret(account, secret, this.#limits.commandMs);
  }

  /** Tells the worker that connections or the log server have changed in the settings. */
  async refresh(): Promise<void> {
    await this.#command({ do: "refresh" });
  }

  async add(requests: readonly TransferRequest[]): Promise<AddResult> {
    const added: AddedTransfer[] = [];
    for (const batch of toBatches(requests)) {
      const result = await this.#addBatch(batch);
      if (!result.ok && added.length === 0) return result;
      if (!result.ok) {
        // Earlier batches are in the queue: what did not get there is said file by file.
        const rest = requests.slice(added.length);
        return ok([...added, ...rest.map(({ path }) => ({ path, error: result.error }))]);
      }
      for (const answer of result.value) added.push(answer);
    }
    return ok(added);
  }

  async pause(which: TransferSelection): Promise<void> {
    await this.#command({ do: "pause", which });
  }

  async resume(which: TransferSelection): Promise<void> {
    await this.#command({ do: "resume", which });
  }

  async cancel(which: TransferSelection): Promise<void> {
    await this.#command({ do: "cancel", which });
  }

  async retry(which: TransferSelection, conflict?: ConflictPolicy): Promise<void> {
    await this.#command({ do: "retry", which, conflict: conflict ?? null });
  }

  async dismiss(which: TransferSelection): Promise<void> {
    await this.#command({ do: "dismiss", which });
  }

  async limit(bytesPerSecond: number | null): Promise<void> {
    await this.#command({ do: "limit", bytesPerSecond });
  }

  async snapshot(window: QueueWindow): Promise<QueueSnapshot> {
    const call: DeskCall = { do: "snapshot", from: window.from, count: window.count };
    const outcome = await this.#link.call(call, this.#limits.snapshotMs);
    if (outcome.state === "lost" || outcome.state === "silent") {
      return { ...this.#lastSeen, trouble: this.#link.trouble ?? this.#lastSeen.trouble };
    }
    if (outcome.state === "refused" || !isSnapshot(outcome.value)) throw refused(call, outcome);
    this.#lastSeen = outcome.value;
    return outcome.value;
  }

  subscribe(onChange: () => void): () => void {
    return this.#link.subscribe(onChange);
  }

  /** Never sent twice: whether a lost worker had taken it is for the next snapshot to show. */
  async #addBatch(requests: readonly TransferRequest[]): Promise<AddResult> {
    await this.#link.settle(this.#limits.reattachMs);
    const call: DeskCall = { do: "add", requests };
    const outcome = await this.#link.call(call, this.#limits.addMs);
    if (outcome.state === "lost" || outcome.state === "silent") {
      return fail({ code: "WorkerUnavailable", why: outcome.state });
    }
    if (outcome.state === "refused" || !isAddResult(outcome.value)) throw refused(call, outcome);
    return outcome.value;
  }

  /** Each command may be given twice without harm, so that one cut off is given to the next worker again. */
  async #command(call: DeskCall): Promise<void> {
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      await this.#link.settle(this.#limits.reattachMs);
      const outcome = await this.#link.call(call, this.#limits.commandMs);
      if (outcome.state === "refused") throw refused(call, outcome);
      if (outcome.state !== "lost") return;
    }
  }
}
