import { setTimeout as wait } from "node:timers/promises";
import type { AppError } from "../domain/errors.ts";
import type { Result } from "../domain/result.ts";
import { makePrivateFolder } from "../services/adapters/socket/private-folder.ts";
import type { Identity } from "../services/adapters/socket/private-folder.ts";
import { workerExit } from "../services/adapters/socket/start-worker.ts";
import {
  readWorkerRecord,
  removeWorkerRecord,
  workerFolder,
  writeWorkerRecord,
} from "../services/adapters/socket/worker-record.ts";
import type { TransferDesk } from "../services/queue/transfer-desk.ts";
import { createCaretaker } from "./caretaker.ts";
import { SocketDeskServer } from "./socket-desk-server.ts";
import { socketPlaces } from "./socket-places.ts";
import { takeWorkerLock } from "./worker-lock.ts";
import { createWorkerLog } from "./worker-log.ts";
import type { WorkerLog } from "./worker-log.ts";

/** The queue that a worker serves. */
export interface WorkerQueue {
  readonly desk: TransferDesk;
  /** Goes on with what an earlier process left. */
  start(): Promise<void>;
  /** Interrupts what runs; resolves when the state is on disk and closed. */
  stop(): Promise<void>;
  /** For the memory of this process only; null forgets it. */
  keepSecret(account: string, secret: string | null): void;
}

export interface RunWorkerParams {
  readonly stateFolder: string;
  /** $XDG_RUNTIME_DIR; null when there is none. */
  readonly runtimeFolder: string | null;
  readonly temporaryFolder: string;
  readonly version: string;
  readonly identity: Identity;
  readonly openQueue: () => Promise<Result<WorkerQueue, AppError>>;
  /** Between two looks after itself; it stays for one to two of them after the last app has left. */
  readonly tickMs: number;
}

/** The queue could not be opened: sysexits.h EX_IOERR. The app meets the same error itself, and says which. */
const queueUnreadable = 74;

/** The state on disk is whole at any time: a queue that does not stop is left where it is. */
const stopLimitMs = 15_000;

const endsWithin = async (limitMs: number, work: Promise<void>): Promise<boolean> => {
  const limit = new AbortController();
  const isLate = wait(limitMs, false, { signal: limit.signal }).catch(() => false);
  const hasEnded = await Promise.race([work.then(() => true), isLate]);
  limit.abort();
  return hasEnded;
};

const once = (action: () => Promise<void>) => {
  let running: Promise<void> | null = null;
  return () => (running ??= action());
};

const stackOf = (error: unknown) => (error instanceof Error ? error.stack : typeof error);

/** Runs `action` every `intervalMs`, never twice at a time; gives the function that ends it. */
const every = (intervalMs: number, action: () => Promise<void>): (() => void) => {
  let isBusy = false;
  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    // `action` deals with its own failures.
    void action().finally(() => (isBusy = false));
  }, intervalMs);
  return () => clearInterval(timer);
};

const serve = async (
  params: RunWorkerParams,
  queue: WorkerQueue,
  log: WorkerLog,
  stop: AbortSignal,
): Promise<number> => {
  const { stateFolder, version, identity } = params;
  const leaving = Promise.withResolvers<string>();
  const begin = once(() => queue.start());
  const stopQueue = once(() => queue.stop());
  const server = new SocketDeskServer({
    desk: queue.desk,
    version,
    identity,
    places: socketPlaces({ ...params, uid: identity.uid }),
    begin,
    keepSecret: (account, secret) => queue.keepSecret(account, secret),
    handOver: stopQueue,
    onHandedOver: () => leaving.resolve("handed over"),
    onFault: (call, error) => log("fault", { call, stack: stackOf(error) }),
  });
  const listen = async () => {
    server.stopListening();
    const place = await server.listen();
    if (place.ok) {
      await writeWorkerRecord(stateFolder, { socket: place.value, pid: process.pid, version });
    }
    log("listening", place.ok ? { socket: place.value, version } : { failed: place.error });
    return place;
  };
  const takeCare = createCaretaker({
    desk: queue.desk,
    begin,
    attached: () => server.attached,
    isReachable: async () =>
      (await server.isReachable()) && (await readWorkerRecord(stateFolder))?.pid === process.pid,
    listenAgain: async () => {
      await listen();
    },
    leave: () => leaving.resolve("nothing to do"),
  });

  const place = await listen();
  if (!place.ok) {
    await stopQueue();
    return place.error === "no socket" ? workerExit.noSocket : workerExit.unsafeFolder;
  }
  stop.addEventListener("abort", () => leaving.resolve("asked to end"), { once: true });
  const stopTicking = every(params.tickMs, () =>
    takeCare().catch((error: unknown) => log("fault", { stack: stackOf(error) })),
  );
  log("leaving", { why: await leaving.promise });
  stopTicking();
  server.stopListening();
  await removeWorkerRecord(stateFolder);
  if (!(await endsWithin(stopLimitMs, stopQueue())))
    log("fault", { why: "the queue did not stop" });
  server.close();
  return 0;
};

/**
 * A worker's whole life: takes the lock, serves the queue, and gives the exit code when there is nothing left to do,
 * a newer program took over, or `stop` was aborted. With `workerExit.anotherIsThere` nothing has been touched.
 */
export const runWorker = async (params: RunWorkerParams, stop: AbortSignal): Promise<number> => {
  // Lock, log and socket are nobody else's business, whatever the umask of the shell that started us.
  process.umask(0o077);
  const folder = workerFolder(params.stateFolder);
  if (!(await makePrivateFolder(folder, params.identity))) return workerExit.unsafeFolder;
  const lock = takeWorkerLock(folder);
  if (!lock) return workerExit.anotherIsThere;
  try {
    const log = createWorkerLog(folder, () => Date.now());
    const opened = await params.openQueue();
    if (opened.ok) return await serve(params, opened.value, log, stop);
    log("queue not opened", { code: opened.error.code });
    return queueUnreadable;
  } finally {
    lock.release();
  }
};
