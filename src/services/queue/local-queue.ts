import type { AppError } from "../../domain/errors.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { ConflictPolicy, TransferTarget } from "../../domain/transfer.ts";
import { nullDebugLog } from "../ports/debug-log.ts";
import { createLogOutbox } from "../log/log-outbox.ts";
import { addTransfers } from "./add-transfers.ts";
import {
  cancelTransfers,
  dismissTransfers,
  pauseTransfers,
  resumeTransfers,
  resumeUnlocked,
  retryTransfers,
  retryWithNewKeys,
  sendFirst,
} from "./change-transfers.ts";
import { claim } from "./claim-transfer.ts";
import { findTaken } from "./find-taken.ts";
import { createStateWriter } from "./state-writer.ts";
import type { QueueCore, LocalQueueDeps } from "./queue-core.ts";
import { takeSnapshot } from "./queue-snapshot.ts";
import type { QueueRow } from "./queue-row.ts";
import { createQueueState } from "./queue-state.ts";
import { startTransfer } from "./run-transfer.ts";
import { addStoredRow, seeBatches, settleBatches, showUnseenBatches } from "./open-batches.ts";
import { createScheduler, type Scheduler } from "./scheduler.ts";
import { createResources, createResourcesFor } from "./upload-resources.ts";
import { createThrottle } from "../ports/throttle.ts";
import type { UploadQueue } from "../ports/upload-queue.ts";
import type {
  AddedTransfer,
  QueueSnapshot,
  QueueWindow,
  TakenKey,
  TransferRequest,
  TransferSelection,
} from "../ports/transfer-view.ts";

/**
 * Quick enough for eyes, seldom enough for a slow terminal: at most four times a second, with some of that left for what is
 * drawn besides. Everything that is shown is thinned here.
 */
const notifyIntervalMs = 300;

/**
 * The queue in this process. Everything it promises is in `deps.transfers` first. `start` lets it run, `stop`
 * interrupts it and keeps the state; in between, verbs of LocalQueue change it.
 */
export class LocalQueue implements UploadQueue {
  readonly #core: QueueCore;
  readonly #scheduler: Scheduler;
  readonly #listeners = new Set<() => void>();
  readonly #news = createThrottle(notifyIntervalMs, () => {
    for (const listener of this.#listeners) listener();
  });
  readonly #stopper = new AbortController();
  #logRun: Promise<void> | null = null;
  #isStarted = false;
  /** What was added last has been put down: all is in the order of the calls. */
  #added: Promise<unknown> = Promise.resolve();

  constructor(deps: LocalQueueDeps) {
    const state = createQueueState();
    const resources = createResources(deps, state);
    const notify = () => this.#news.request();
    const schedule = () => this.#scheduler.schedule();
    const startAll = (rows: readonly QueueRow[]) => this.#scheduler.startAll(rows);
    this.#scheduler = createScheduler({
      state,
      slots: resources.slots,
      start: (row) => startTransfer(this.#core, row, (bug) => this.#ended(bug)),
    });
    this.#core = {
      deps,
      schedule,
      startAll,
      settle: () => settleBatches(this.#core),
      notify,
      state,
      resources,
      resourcesFor: createResourcesFor(resources, state, deps.holdsFiles ?? false),
      stateWriter: createStateWriter(
        deps.transfers,
        deps.clock,
        this.#stopper.signal,
        () => state.active.size,
      ),
      outbox: createLogOutbox({
        transfers: deps.transfers,
        sinkFor: deps.logSinkFor,
        clock: deps.clock,
        random: deps.random,
        onChange: notify,
        onTaken: (outcomes) => {
          for (const { batchId = "" } of outcomes) {
            const batch = state.batches.get(batchId);
            if (!batch) continue;
            const waiting = Math.max(0, batch.reports.waiting - 1);
            batch.reports = { waiting, takenAtMs: deps.clock.nowMs() };
          }
        },
      }),
      debug: deps.debug ?? nullDebugLog,
      stopSignal: this.#stopper.signal,
    };
  }

  /** Lets transfers run, and sends what the log server has not taken yet. */
  start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#core.debug.write({ event: "queue", is: "started", why: null });
    this.#logRun ??= this.#core.outbox.run(this.#stopper.signal);
    this.#scheduler.setOpen(true);
    this.#scheduler.schedule();
    this.#core.notify();
  }

  /** Interrupts what runs, keeps its state on disk, and ends all timers. Final. */
  async stop(): Promise<void> {
    const { state, stateWriter, resources, debug } = this.#core;
    if (this.#isStarted) debug.write({ event: "queue", is: "stopped", why: null });
    this.#isStarted = false;
    this.#scheduler.setOpen(false);
    const running = [...state.active].flatMap((row) => row.running ?? []);
    for (const { controller } of running) controller.abort();
    await Promise.all(running.map(({ ended }) => ended));
    this.#stopper.abort();
    await this.#logRun;
    // Who closes the state database next has all in it that was added.
    await this.#added;
    await stateWriter.flush();
    resources.stalls.close();
    this.#news.stop();
    this.#listeners.clear();
    this.#scheduler.close();
  }

  /** Resolves when nothing runs and nothing can start: all ended, paused, or stopped, by trouble or by `stop`. */
  whenIdle(): Promise<void> {
    return this.#scheduler.whenIdle();
  }

  /** Resolves when the log server has taken all outcomes, is in trouble, or after `timeoutMs`. */
  whenLogQuiet(timeoutMs: number): Promise<void> {
    return this.#core.outbox.whenQuiet(timeoutMs, this.#stopper.signal);
  }

  /**
   * Goes on with the queue of the daemon before, which was killed or handed it over. What that one did not have, a
   * person put off or was not asked about yet: it stays as it is.
   */
  claimInterrupted(): Result<void, AppError> {
    const { deps, schedule } = this.#core;
    const found = deps.transfers.list(["waiting", "uploading", "paused"], "a daemon that is gone");
    if (!found.ok) return found;
    const claimed = claim(this.#core, found.value);
    schedule();
    return claimed.ok ? ok(undefined) : claimed;
  }

  /** Leaves what earlier runs were interrupted in to the person, whatever becomes of this process. */
  releaseInterrupted(): Result<void, AppError> {
    return this.#core.deps.transfers.release("of processes that are gone");
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
      if (!state.rows.has(transfer.id))
        addStoredRow(this.#core, transfer, transfer, { is: "nobody" });
    this.#core.notify();
    return ok(undefined);
  }

  /** Shows batches that ended when nobody was looking; what was still being added to by a process that is gone is complete. */
  showEnded(): Result<void, AppError> {
    const { deps, notify } = this.#core;
    const completed = deps.transfers.batches.completeLeft(deps.clock.nowMs());
    showUnseenBatches(this.#core);
    notify();
    return completed;
  }

  /** The secrets can be read now: a queue that stopped for want of the passphrase goes on. */
  secretsUnlocked(): void {
    resumeUnlocked(this.#core);
    this.#core.outbox.retry();
  }

  /** Connections, log servers or tokens have changed: what was refused because of them is sent again. */
  logsChanged(): void {
    this.#core.outbox.retry();
  }

  /** A store refused requests because this machine's clock is so many minutes ahead (behind: negative). */
  noteClockSkew(minutes: number): void {
    this.#core.state.clockSkewMinutes = minutes;
    this.#core.notify();
  }

  async add(
    requests: readonly TransferRequest[],
  ): Promise<Result<readonly AddedTransfer[], AppError>> {
    const adding = addTransfers(this.#core, requests, this.#added);
    this.#added = adding.catch(() => undefined);
    const added = await adding;
    this.#core.deps.onHandled?.(requests.length);
    return added;
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

  sendFirst(ids: readonly string[]): Promise<void> {
    return sendFirst(this.#core, ids);
  }

  keysChanged(connection: string): Promise<void> {
    return retryWithNewKeys(this.#core, connection);
  }

  async seeBatches(ids: readonly string[]): Promise<void> {
    seeBatches(this.#core, ids);
  }

  async dismiss(which: TransferSelection): Promise<void> {
    dismissTransfers(this.#core, which);
  }

  async limit(bytesPerSecond: number | null): Promise<void> {
    this.#core.resources.limiter.set(bytesPerSecond);
    this.#core.notify();
  }

  async snapshot(window: QueueWindow): Promise<QueueSnapshot> {
    const { state, resources, outbox, deps } = this.#core;
    const nowMs = deps.clock.monotonicMs();
    return takeSnapshot(state, window, nowMs, resources.limiter.current(), outbox.state());
  }

  findTaken(
    place: Pick<TransferTarget, "connection" | "bucket">,
    keys: readonly string[],
  ): Promise<Result<readonly TakenKey[], AppError>> {
    return findTaken(this.#core, place, keys);
  }

  subscribe(onChange: () => void): () => void {
    this.#listeners.add(onChange);
    return () => this.#listeners.delete(onChange);
  }

  #ended(bug: unknown): void {
    this.#core.deps.onHandled?.(1);
    if (bug !== null) {
      // A bug is nobody's failed transfer: it ends the program, loudly.
      queueMicrotask(() => {
        throw bug;
      });
    }
    this.#core.schedule();
    this.#core.notify();
  }
}
