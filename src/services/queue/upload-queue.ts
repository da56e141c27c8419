import type { AppError } from "../../domain/errors.ts";
import { ok, type Result } from "../../domain/result.ts";
import { defaultRetryLimits } from "../../domain/retry.ts";
import type { ConflictPolicy } from "../../domain/transfer.ts";
import { createLogOutbox } from "../log/log-outbox.ts";
import { createBufferPool, defaultBufferBudgetBytes } from "../upload/concurrency/buffer-pool.ts";
import {
  createConnectionSlots,
  defaultSlotBounds,
} from "../upload/concurrency/connection-slots.ts";
import { createRateLimiter } from "../upload/concurrency/rate-limiter.ts";
import { createStallWatch, defaultStallLimits } from "../upload/concurrency/stall-watch.ts";
import type { UploadMeans } from "../upload/upload-context.ts";
import { addTransfers } from "./add-transfers.ts";
import {
  cancelTransfers,
  dismissTransfers,
  pauseTransfers,
  resumeTransfers,
  retryTransfers,
} from "./change-transfers.ts";
import { createJournal } from "./journal.ts";
import { createNotifier } from "./notifier.ts";
import { adopt } from "./own-transfer.ts";
import type { QueueCore, UploadQueueDeps } from "./queue-core.ts";
import { takeSnapshot } from "./queue-snapshot.ts";
import { addRow, createQueueState, type QueueRow } from "./queue-state.ts";
import { startTransfer } from "./run-transfer.ts";
import type {
  AddedTransfer,
  QueueSnapshot,
  QueueWindow,
  TransferDesk,
  TransferRequest,
  TransferSelection,
} from "./transfer-desk.ts";

/** Large files under way at once; each takes as many connections as there are to share. */
const largeAtOnce = 4;
/** Small files under way for each connection: while one is sent, others wait for the disk before or after their turn. */
const smallForEachConnection = 1.5;

const createMeans = (deps: UploadQueueDeps): UploadMeans => {
  const { files, clock, random, withSha256, limits = {} } = deps;
  const limiter = createRateLimiter(clock);
  return {
    files,
    clock,
    random,
    withSha256,
    slots: createConnectionSlots(clock, limits.slots ?? defaultSlotBounds, () => limiter.current()),
    buffers: createBufferPool(limits.bufferBytes ?? defaultBufferBudgetBytes, clock),
    limiter,
    stalls: createStallWatch(clock, limits.stall ?? defaultStallLimits),
    retryLimits: limits.retry ?? defaultRetryLimits,
    contact: { hasAnswered: false },
  };
};

/**
 * The queue in this process. Everything it promises is in `deps.transfers` first. `start` lets it run, `stop`
 * interrupts it and keeps the state; in between, verbs of TransferDesk change it.
 */
export class UploadQueue implements TransferDesk {
  readonly #core: QueueCore;
  readonly #notifier = createNotifier();
  readonly #stopper = new AbortController();
  #logRun: Promise<void> | null = null;
  #idleWaiters: (() => void)[] = [];

  constructor(deps: UploadQueueDeps) {
    const changed = () => this.#changed();
    this.#core = {
      deps,
      changed,
      state: createQueueState(),
      means: createMeans(deps),
      journal: createJournal(deps.transfers, deps.clock, this.#stopper.signal),
      outbox: createLogOutbox({
        transfers: deps.transfers,
        sink: deps.logSink,
        clock: deps.clock,
        random: deps.random,
        onChange: changed,
      }),
      stopSignal: this.#stopper.signal,
      isOpen: false,
    };
  }

  /** Lets transfers run, and sends what the log server has not taken yet. */
  start(): void {
    if (this.#core.isOpen) return;
    this.#core.isOpen = true;
    this.#logRun ??= this.#core.outbox.run(this.#stopper.signal);
    this.#changed();
  }

  /** Interrupts what runs, keeps its state on disk, and ends all timers. Final. */
  async stop(): Promise<void> {
    const { state, journal, means } = this.#core;
    this.#core.isOpen = false;
    const running = [...state.rows.values()].flatMap((row) => row.running ?? []);
    for (const { controller } of running) controller.abort();
    await Promise.all(running.map(({ ended }) => ended));
    this.#stopper.abort();
    await this.#logRun;
    await journal.flush();
    means.stalls.close();
    this.#notifier.stop();
    this.#tellIdle();
  }

  /** Resolves when nothing runs and nothing can start: all ended, paused, or stopped, by trouble or by `stop`. */
  async whenIdle(): Promise<void> {
    if (this.#isIdle()) return;
    const idle = Promise.withResolvers<void>();
    this.#idleWaiters.push(idle.resolve);
    await idle.promise;
  }

  /** Resolves when the log server has taken all outcomes, is in trouble, or after `timeoutMs`. */
  whenLogQuiet(timeoutMs: number): Promise<void> {
    return this.#core.outbox.whenQuiet(timeoutMs, this.#stopper.signal);
  }

  /**
   * Goes on with the queue of the worker before, which was killed or handed it over. What that one did not have, a
   * person put off or was not asked about yet: it stays as it is.
   */
  async adoptInterrupted(): Promise<Result<void, AppError>> {
    const found = this.#core.deps.transfers.listInterrupted(["waiting", "uploading", "paused"]);
    if (!found.ok) return found;
    const adopted = adopt(this.#core, found.value);
    if (!adopted.ok) return adopted;
    this.#changed();
    return ok(undefined);
  }

  /** Leaves what earlier runs were interrupted in to the person, whatever becomes of this process. */
  leaveInterrupted(): Result<void, AppError> {
    return this.#core.deps.transfers.letGo();
  }

  /**
   * Shows what failed in earlier runs until the person takes it off the screen. It stays nobody's: a retry, here or
   * by another process, makes it one's own.
   */
  showFailed(): Result<void, AppError> {
    const { deps, state } = this.#core;
    const found = deps.transfers.list(["failed"]);
    if (!found.ok) return found;
    for (const transfer of found.value)
      if (!state.rows.has(transfer.id)) addRow(state, transfer, false);
    this.#changed();
    return ok(undefined);
  }

  /** A store refused requests because this machine's clock is so many minutes ahead (behind: negative). */
  noteClockSkew(minutes: number): void {
    this.#core.state.clockSkewMinutes = minutes;
    this.#core.changed();
  }

  add(requests: readonly TransferRequest[]): Promise<Result<readonly AddedTransfer[], AppError>> {
    return addTransfers(this.#core, requests);
  }

  pause(which: TransferSelection): Promise<void> {
    return pauseTransfers(this.#core, which);
  }

  resume(which: TransferSelection): Promise<void> {
    return resumeTransfers(this.#core, which);
  }

  cancel(which: TransferSelection): Promise<void> {
    return cancelTransfers(this.#core, which);
  }

  retry(which: TransferSelection, conflict?: ConflictPolicy): Promise<void> {
    return retryTransfers(this.#core, which, conflict);
  }

  async dismiss(which: TransferSelection): Promise<void> {
    dismissTransfers(this.#core, which);
  }

  async limit(bytesPerSecond: number | null): Promise<void> {
    this.#core.means.limiter.set(bytesPerSecond);
    this.#core.changed();
  }

  async snapshot(window: QueueWindow): Promise<QueueSnapshot> {
    const { state, means, outbox, deps } = this.#core;
    const nowMs = deps.clock.monotonicMs();
    return takeSnapshot(state, window, nowMs, means.limiter.current(), outbox.state());
  }

  subscribe(onChange: () => void): () => void {
    return this.#notifier.subscribe(onChange);
  }

  #changed(): void {
    this.#startReady();
    this.#notifier.changed();
    if (this.#isIdle()) this.#tellIdle();
  }

  #tellIdle(): void {
    const waiters = this.#idleWaiters;
    this.#idleWaiters = [];
    for (const resolve of waiters) resolve();
  }

  #isIdle(): boolean {
    const { running, ready, trouble } = this.#core.state;
    const isStartable = ready.small.size + ready.large.size > 0 && trouble === null;
    return running.small + running.large === 0 && !isStartable;
  }

  #startReady(): void {
    const { state, means } = this.#core;
    const { running, ready } = state;
    if (!this.#core.isOpen) return;
    const next = (): QueueRow | null => {
      const smallAtOnce = means.slots.limit("small") * smallForEachConnection;
      const small = running.small < smallAtOnce ? ready.small.first() : null;
      return small ?? (running.large < largeAtOnce ? ready.large.first() : null);
    };
    while (state.trouble === null) {
      const row = next();
      if (!row) return;
      startTransfer(this.#core, row, (bug) => this.#ended(bug));
    }
  }

  #ended(bug: unknown): void {
    if (bug !== null) {
      // A bug is nobody's failed transfer: it ends the program, loudly.
      queueMicrotask(() => {
        throw bug;
      });
    }
    this.#changed();
  }
}
