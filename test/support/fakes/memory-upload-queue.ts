import type { Fingerprint } from "../../../src/domain/fingerprint.ts";
import type { AppError } from "../../../src/domain/errors.ts";
import { ok } from "../../../src/domain/result.ts";
import type { Result } from "../../../src/domain/result.ts";
import { isEnded, transition } from "../../../src/domain/transfer.ts";
import type {
  ConflictPolicy,
  Transfer,
  TransferEvent,
  TransferStateName,
} from "../../../src/domain/transfer.ts";
import type { UploadQueue } from "../../../src/services/ports/upload-queue.ts";
import { createQueueProxy } from "../../../src/services/ports/queue-proxy.ts";
import {
  noFiles,
  type AddedTransfer,
  type QueueSnapshot,
  type QueueWindow,
  type TransferRequest,
  type TransferSelection,
  type TransferView,
} from "../../../src/services/ports/transfer-view.ts";
import { createThrottle } from "../../../src/services/ports/throttle.ts";

const someFingerprint: Fingerprint = { sizeBytes: 1_000, mtimeMs: 0, inode: 1, device: 1 };
const displayOrder: readonly TransferStateName[] = ["failed", "uploading", "waiting", "paused"];

const rank = (transfer: Transfer) => {
  const at = displayOrder.indexOf(transfer.state.name);
  return at === -1 ? displayOrder.length : at;
};

const toView = (transfer: Transfer): TransferView => ({
  id: transfer.id,
  path: transfer.path,
  target: transfer.target,
  state: transfer.state.name,
  sizeBytes: transfer.fingerprint.sizeBytes,
  ackedBytes: transfer.state.name === "delivered" ? transfer.fingerprint.sizeBytes : 0,
  partsDone: 0,
  partsTotal: 0,
  rateBytesPerSecond: null,
  isVerifying: false,
  retry: null,
  resumedFromPart: null,
  error: "error" in transfer.state ? transfer.state.error : null,
  receiptId: transfer.state.name === "delivered" ? transfer.state.receiptId : null,
  sha256: null,
  verified: null,
});

const sumBytes = (transfers: readonly Transfer[]) =>
  transfers.reduce((sum, { fingerprint }) => sum + fingerprint.sizeBytes, 0);

const countFiles = (transfers: readonly Transfer[]) => {
  const files = { ...noFiles };
  for (const { state } of transfers) files[state.name] += 1;
  return files;
};

/** Every command of the table, refused, so that a fake has only what tests ask of it. */
const isQueueClass = (made: unknown): made is new () => UploadQueue => typeof made === "function";
const RefusingQueue = (() => {
  const refuse = createQueueProxy(
    (name) => Promise.reject(new Error(`the queue in memory does not know "${name}"`)),
    () => () => undefined,
  );
  // Its prototype has them, so that the methods of a class that extends it come first.
  const made: unknown = Object.assign(function refusing() {}, { prototype: refuse });
  if (!isQueueClass(made)) throw new Error("a function is no class");
  return made;
})();

/**
 * A queue in memory that sends nothing: a transfer starts at once and ends when `letThrough` was called. Paths that
 * contain "missing" do not exist. For tests of what stands in front of a queue.
 */
export class MemoryUploadQueue extends RefusingQueue {
  readonly #listeners = new Set<() => void>();
  readonly #changes = createThrottle(250, () => {
    for (const listener of this.#listeners) listener();
  });
  #transfers: readonly Transfer[] = [];
  #isOpen = false;
  #limit: number | null = null;
  #lastId = 0;

  /** From now on every transfer is delivered as soon as it runs. */
  letThrough(): void {
    this.#isOpen = true;
    this.#run();
  }

  override async add(
    requests: readonly TransferRequest[],
  ): Promise<Result<readonly AddedTransfer[], AppError>> {
    const transfers: Transfer[] = [];
    const answers = requests.map((request) => this.#addOne(request, transfers));
    this.#transfers = [...this.#transfers, ...transfers];
    this.#run();
    return ok(answers);
  }

  override async pause(which: TransferSelection): Promise<void> {
    this.#send(which, { type: "paused" });
  }

  override async resume(which: TransferSelection): Promise<void> {
    this.#send(which, { type: "resumed" });
  }

  override async cancel(which: TransferSelection): Promise<void> {
    this.#send(which, { type: "cancelled", atMs: 0 });
  }

  override async retry(which: TransferSelection, conflict?: ConflictPolicy): Promise<void> {
    if (conflict) {
      this.#transfers = this.#transfers.map((transfer) =>
        this.#isMeant(which, transfer) ? { ...transfer, conflict } : transfer,
      );
    }
    const failed = this.#transfers.filter(({ state }) => state.name === "failed");
    this.#send(which === "all" ? failed.map(({ id }) => id) : which, { type: "retried" });
  }

  override async dismiss(which: TransferSelection): Promise<void> {
    this.#transfers = this.#transfers.filter(
      (transfer) => !(this.#isMeant(which, transfer) && isEnded(transfer.state)),
    );
    this.#run();
  }

  override async limit(bytesPerSecond: number | null): Promise<void> {
    this.#limit = bytesPerSecond;
    this.#run();
  }

  override async snapshot({ from, count }: QueueWindow): Promise<QueueSnapshot> {
    const ordered = this.#transfers.toSorted((a, b) => rank(a) - rank(b));
    const counted = this.#transfers.filter(
      ({ state }) => state.name !== "cancelled" && state.name !== "skipped",
    );
    const files = countFiles(this.#transfers);
    return {
      totals: {
        files,
        totalBytes: sumBytes(counted),
        ackedBytes: sumBytes(counted.filter(({ state }) => state.name === "delivered")),
        rateBytesPerSecond: null,
        secondsLeft: null,
        stalledForMs: null,
      },
      rows: ordered.slice(from, from + count).map(toView),
      from,
      rowCount: ordered.length,
      limitBytesPerSecond: this.#limit,
      log: { waiting: 0, trouble: null },
      trouble: null,
    };
  }

  override subscribe(onChange: () => void): () => void {
    this.#listeners.add(onChange);
    return () => this.#listeners.delete(onChange);
  }

  /** Ends its timer. */
  stop(): void {
    this.#changes.stop();
  }

  #isMeant(which: TransferSelection, transfer: Transfer): boolean {
    return which === "all" || which.includes(transfer.id);
  }

  #send(which: TransferSelection, event: TransferEvent): void {
    this.#transfers = this.#transfers.map((transfer) =>
      this.#isMeant(which, transfer) ? transition(transfer, event) : transfer,
    );
    this.#run();
  }

  #run(): void {
    this.#transfers = this.#transfers.map((transfer) => {
      const started = transition(transfer, { type: "started", atMs: 0 });
      if (!this.#isOpen) return started;
      return transition(started, { type: "delivered", atMs: 0, receiptId: `r-${transfer.id}` });
    });
    this.#changes.request();
  }

  #addOne(request: TransferRequest, transfers: Transfer[]): AddedTransfer {
    const { path } = request;
    if (path.includes("missing")) return { path, error: { code: "FileVanished", path } };
    this.#lastId += 1;
    const id = `t${this.#lastId}`;
    transfers.push({
      ...request,
      id,
      fingerprint: request.fingerprint ?? someFingerprint,
      state: { name: "waiting" },
      multipart: null,
      queuedAtMs: 0,
      startedAtMs: null,
      endedAtMs: null,
    });
    return { path, id, isResumed: false };
  }
}

/** A request for `path`, to the connection "acme" and the bucket "inbox". */
export const requestFor = (path: string): TransferRequest => ({
  path,
  target: { connection: "acme", bucket: "inbox", key: path.slice(1) },
  conflict: "skip",
  options: {},
});
