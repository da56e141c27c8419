import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { AppError, WorkerAbsence } from "../../../domain/errors.ts";
import { fail, ok } from "../../../domain/result.ts";
import type { Result } from "../../../domain/result.ts";
import { isReplacedOnDisk } from "./build.ts";
import { openDeskConnection } from "./desk-connection.ts";
import type { DeskConnection } from "./desk-connection.ts";
import { protocolVersion } from "./desk-messages.ts";
import type { Hello } from "./desk-messages.ts";
import { endsProcessesAtLogout } from "./logout-rules.ts";
import { isPrivateFolder, makePrivateFolder, whyNoPlace } from "./private-folder.ts";
import type { Identity } from "./private-folder.ts";
import type { Attached } from "./worker-link.ts";
import { startWorker, workerExit } from "./start-worker.ts";
import type { StartedWorker } from "./start-worker.ts";
import { isNewerVersion } from "./versions.ts";
import { readWorkerRecord, workerFolder } from "./worker-record.ts";

/** Time limits in milliseconds. */
export interface WorkerLimits {
  readonly helloMs: number;
  /** For an old worker to stop its transfers. */
  readonly handOverMs: number;
  /** From the first look to an attached desk. */
  readonly startMs: number;
}

export const workerLimits: WorkerLimits = { helloMs: 4_000, handOverMs: 15_000, startMs: 20_000 };

/** Whose worker, and how to get one. */
export interface WorkerSeat {
  readonly stateFolder: string;
  /** Ours. */
  readonly version: string;
  /** The worker's script. */
  readonly program: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly identity: Identity;
  /** Login name, for the rules of logind. */
  readonly user: string;
  readonly limits: WorkerLimits;
}

/** Time for the worker that holds the lock to say where it listens, or to be gone. */
const anotherMs = 300;

type Found = Result<DeskConnection, AppError> | "nobody" | "handed over";

const absent = (why: WorkerAbsence, detail?: string) =>
  fail<AppError>({ code: "WorkerUnavailable", why, ...(detail !== undefined && { detail }) });

/** By its protocol, its release, or, within one release, by what lies on disk in its place. */
const isOlder = async ({ hello, version, build }: Hello, seat: WorkerSeat): Promise<boolean> => {
  if (hello < protocolVersion || isNewerVersion(seat.version, version)) return true;
  const isSameRelease = hello === protocolVersion && version === seat.version;
  return isSameRelease && build !== undefined && isReplacedOnDisk(build, seat.program);
};

/** Asks an older worker to stop and waits for its end; the transfers go on in ours. */
const takeOver = async (connection: DeskConnection, seat: WorkerSeat): Promise<Found> => {
  const outcome = await connection.call({ do: "handOver" }, seat.limits.handOverMs);
  if (outcome.state === "silent") {
    connection.close();
    return absent("silent", connection.worker.version);
  }
  await connection.ended;
  return "handed over";
};

const openRecorded = async (
  seat: WorkerSeat,
  onChanged: () => void,
): Promise<Result<DeskConnection, AppError> | "nobody"> => {
  const record = await readWorkerRecord(seat.stateFolder);
  if (!record) return "nobody";
  // Checked before we speak: whoever owns the folder could listen in the worker's place and be told a secret.
  if (!(await isPrivateFolder(path.dirname(record.socket), seat.identity))) return "nobody";
  const { socket } = record;
  const { version, limits } = seat;
  const opened = await openDeskConnection({ socket, version, limitMs: limits.helloMs, onChanged });
  if (!opened.ok) return opened.error === "silent" ? absent("silent", socket) : "nobody";
  return opened;
};

/** Attaches to the worker that is there, whatever its release, if it speaks our protocol. Changes nothing. */
export const findWorker = async (
  seat: WorkerSeat,
  onChanged: () => void,
): Promise<Result<DeskConnection, AppError> | "nobody"> => {
  const found = await openRecorded(seat, onChanged);
  if (found === "nobody" || !found.ok) return found;
  const { worker } = found.value;
  if (worker.hello === protocolVersion) return found;
  found.value.close();
  return absent(worker.hello > protocolVersion ? "newer worker" : "silent", worker.version);
};

const findOrTakeOver = async (seat: WorkerSeat, onChanged: () => void): Promise<Found> => {
  const found = await openRecorded(seat, onChanged);
  if (found === "nobody" || !found.ok) return found;
  const connection = found.value;
  if (await isOlder(connection.worker, seat)) return takeOver(connection, seat);
  if (connection.worker.hello === protocolVersion) return found;
  connection.close();
  return absent("newer worker", connection.worker.version);
};

const whyEnded = (exitCode: number, folder: string) => {
  if (exitCode === workerExit.noSocket) return absent("no socket", folder);
  if (exitCode === workerExit.unsafeFolder) return absent("unsafe folder", folder);
  return absent("not started");
};

/**
 * Attaches to the worker of the state folder, which must exist, starting one where there is none. Fails with WorkerUnavailable.
 * Of several apps that start one at the same time, all end at the same worker: it holds a lock.
 */
export const findOrStartWorker = async (
  seat: WorkerSeat,
  onChanged: () => void,
): Promise<Result<Attached, AppError>> => {
  const folder = workerFolder(seat.stateFolder);
  if (!(await makePrivateFolder(folder, seat.identity))) {
    return absent(await whyNoPlace(folder), folder);
  }
  const deadlineMs = performance.now() + seat.limits.startMs;
  let started: StartedWorker | null = null;
  let isSuccessor = false;
  for (let pauseMs = 10; performance.now() < deadlineMs; pauseMs = Math.min(pauseMs * 1.5, 200)) {
    const found = await findOrTakeOver(seat, onChanged);
    if (found === "handed over") isSuccessor = true;
    else if (found !== "nobody") {
      return found.ok ? ok({ connection: found.value, isSuccessor }) : found;
    }
    if (!started) {
      if (await endsProcessesAtLogout("/", seat.user)) return absent("killed at logout");
      started = startWorker(seat);
    }
    const exitCode = started.exitCode();
    // Another one came first, and may be an old one on its way out: look again, then start again.
    if (exitCode === workerExit.anotherIsThere) {
      started = null;
      await wait(anotherMs);
    } else if (exitCode !== null) return whyEnded(exitCode, folder);
    await wait(pauseMs);
  }
  return absent("not started");
};
