import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { AppError, DaemonUnavailableReason } from "../../../domain/errors.ts";
import { fail, ok } from "../../../domain/result.ts";
import type { Result } from "../../../domain/result.ts";
import { isReplacedOnDisk } from "./build.ts";
import { openQueueConnection } from "./queue-connection.ts";
import type { QueueConnection } from "./queue-connection.ts";
import { protocolVersion } from "./queue-messages.ts";
import type { Hello } from "./queue-messages.ts";
import { endsProcessesAtLogout } from "./logout-rules.ts";
import { makePrivateFolder, noCandidateReason, openPrivateFolder } from "./private-folder.ts";
import type { Identity } from "./private-folder.ts";
import type { Attached } from "./daemon-link.ts";
import { startDaemon, daemonExit } from "./start-daemon.ts";
import type { StartedDaemon } from "./start-daemon.ts";
import { isNewerVersion } from "./versions.ts";
import { readDaemonRecord, daemonFolder } from "./daemon-record.ts";

/** Time limits in milliseconds. */
export interface DaemonLimits {
  readonly helloMs: number;
  /** For an old daemon to stop its transfers. */
  readonly handOverMs: number;
  /** From the first look to an attached queue. */
  readonly startMs: number;
}

export const daemonLimits: DaemonLimits = { helloMs: 4_000, handOverMs: 15_000, startMs: 20_000 };

/** Whose daemon, and how to get one. */
export interface DaemonSpec {
  readonly stateFolder: string;
  /** Ours. */
  readonly version: string;
  /** The daemon's script. */
  readonly program: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly identity: Identity;
  /** Login name, for the rules of logind. */
  readonly user: string;
  readonly limits: DaemonLimits;
}

/** Time for the daemon that holds the lock to say where it listens, or to be gone. */
const anotherMs = 300;

type Found = Result<QueueConnection, AppError> | "nobody" | "handed over";

const absent = (why: DaemonUnavailableReason, detail?: string) =>
  fail<AppError>({ code: "WorkerUnavailable", why, ...(detail !== undefined && { detail }) });

/** By its protocol, its release, or, within one release, by what lies on disk in its place. */
const isOlder = async ({ hello, version, build }: Hello, spec: DaemonSpec): Promise<boolean> => {
  if (hello < protocolVersion || isNewerVersion(spec.version, version)) return true;
  const isSameRelease = hello === protocolVersion && version === spec.version;
  return isSameRelease && build !== undefined && isReplacedOnDisk(build, spec.program);
};

/** Asks an older daemon to stop and waits for its end; the transfers go on in ours. */
const takeOver = async (connection: QueueConnection, spec: DaemonSpec): Promise<Found> => {
  const outcome = await connection.call({ do: "handOver" }, spec.limits.handOverMs);
  if (outcome.state === "silent") {
    connection.close();
    return absent("silent", connection.daemon.version);
  }
  await connection.ended;
  return "handed over";
};

const openRecorded = async (
  spec: DaemonSpec,
  onChanged: () => void,
): Promise<Result<QueueConnection, AppError> | "nobody"> => {
  const record = await readDaemonRecord(spec.stateFolder);
  if (!record) return "nobody";
  // Checked before we speak: whoever owns the folder could listen in the daemon's place and be told a secret.
  const { socket } = record;
  const folder = await openPrivateFolder(path.dirname(socket), spec.identity);
  if (folder === null) return "nobody";
  const { version, limits } = spec;
  const opened = await openQueueConnection({
    socket: folder.at(path.basename(socket)),
    version,
    limitMs: limits.helloMs,
    onChanged,
  });
  await folder.close();
  if (!opened.ok) return opened.error === "silent" ? absent("silent", socket) : "nobody";
  return opened;
};

/** Attaches to the daemon that is there, whatever its release, if it speaks our protocol. Changes nothing. */
export const findDaemon = async (
  spec: DaemonSpec,
  onChanged: () => void,
): Promise<Result<QueueConnection, AppError> | "nobody"> => {
  const found = await openRecorded(spec, onChanged);
  if (found === "nobody" || !found.ok) return found;
  const { daemon } = found.value;
  if (daemon.hello === protocolVersion) return found;
  found.value.close();
  return absent(daemon.hello > protocolVersion ? "replaced" : "older worker", daemon.version);
};

const findOrTakeOver = async (spec: DaemonSpec, onChanged: () => void): Promise<Found> => {
  const found = await openRecorded(spec, onChanged);
  if (found === "nobody" || !found.ok) return found;
  const connection = found.value;
  if (await isOlder(connection.daemon, spec)) return takeOver(connection, spec);
  if (connection.daemon.hello === protocolVersion) return found;
  connection.close();
  return absent("newer worker", connection.daemon.version);
};

const whyEnded = (exitCode: number, folder: string) => {
  if (exitCode === daemonExit.noSocket) return absent("no socket", folder);
  if (exitCode === daemonExit.unsafeFolder) return absent("unsafe folder", folder);
  return absent("not started");
};

/**
 * Attaches to the daemon of the state folder, which must exist, starting one where there is none. Fails with WorkerUnavailable.
 * Of several apps that start one at the same time, all end at the same daemon: it holds a lock.
 */
export const findOrStartDaemon = async (
  spec: DaemonSpec,
  onChanged: () => void,
): Promise<Result<Attached, AppError>> => {
  const folder = daemonFolder(spec.stateFolder);
  if (!(await makePrivateFolder(folder, spec.identity))) {
    return absent(await noCandidateReason(folder), folder);
  }
  const deadlineMs = performance.now() + spec.limits.startMs;
  let started: StartedDaemon | null = null;
  let isSuccessor = false;
  for (let pauseMs = 10; performance.now() < deadlineMs; pauseMs = Math.min(pauseMs * 1.5, 200)) {
    const found = await findOrTakeOver(spec, onChanged);
    if (found === "handed over") isSuccessor = true;
    else if (found !== "nobody") {
      return found.ok ? ok({ connection: found.value, isSuccessor }) : found;
    }
    if (!started) {
      if (await endsProcessesAtLogout("/", spec.user)) return absent("killed at logout");
      started = startDaemon(spec);
    }
    const exitCode = started.exitCode();
    // Another one came first, and may be an old one on its way out: look again, then start again.
    if (exitCode === daemonExit.anotherIsThere) {
      started = null;
      await wait(anotherMs);
    } else if (exitCode !== null) return whyEnded(exitCode, folder);
    await wait(pauseMs);
  }
  return absent("not started");
};
