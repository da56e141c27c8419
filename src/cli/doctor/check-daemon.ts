import { lstat } from "node:fs/promises";
import { tmpdir } from "node:os";
import type { AppError } from "../../domain/errors.ts";
import { formatCount, formatWhen } from "../../domain/format.ts";
import { daemonUnavailableReason } from "../../services/adapters/daemon/connect-to-daemon.ts";
import {
  isPrivateFolder,
  ownIdentity,
  type Identity,
} from "../../services/adapters/daemon/private-folder.ts";
import type { RemoteQueue } from "../../services/adapters/daemon/remote-queue.ts";
import { readDaemonRecord } from "../../services/adapters/daemon/daemon-record.ts";
import { errorWords } from "../../words/errors/error-words.ts";
import {
  socketCandidates,
  type SocketCandidate,
} from "../../services/adapters/daemon/socket-candidates.ts";
import type { Platform } from "../../wiring/platform.ts";
import { attachToQueue } from "../../wiring/attach-to-queue.ts";
import type { Report } from "./report.ts";

const what = "worker";
const continuesText = "Uploads continue when you disconnect or close the terminal.";

/** Not a trouble: the app then sends by itself, and says the same words. */
const noteError = (report: Report, error: AppError): void => {
  const { happened, subject, next } = errorWords(error);
  const found = subject === null ? happened : `${happened} (${subject})`;
  report.note(what, found, next, { error: error.code });
};

const sayRunning = async (
  queue: RemoteQueue,
  { paths, clock }: Platform,
  report: Report,
): Promise<void> => {
  const { totals } = await queue.snapshot({ from: 0, count: 0 });
  const record = await readDaemonRecord(paths.stateFolder);
  const { pid, version } = queue.daemon ?? { pid: 0, version: "" };
  const startedAtMs = record?.startedAtMs ?? null;
  const { waiting, uploading, paused } = totals.files;
  const socket = record?.socket ?? "";
  const since = startedAtMs === null ? "" : ` since ${formatWhen(startedAtMs, clock.nowMs())}`;
  const uploads = `${formatCount(uploading, "file")} uploading, ${waiting} waiting, ${paused} paused`;
  report.good(
    what,
    `running${since} (process ${pid}, version ${version}): ${uploads}; private socket ${socket}`,
    {
      worker: {
        pid,
        version,
        startedAt: startedAtMs === null ? null : new Date(startedAtMs).toISOString(),
        socket,
        files: { uploading, waiting, paused },
      },
    },
  );
};

const exists = (folder: string): Promise<boolean> =>
  lstat(folder).then(
    () => true,
    () => false,
  );

/** Where the next daemon would listen: the first place that is private, or can still be made so. */
const nextPlace = async (
  { environment, paths }: Platform,
  identity: Identity,
): Promise<SocketCandidate | null> => {
  const candidates = socketCandidates({
    stateFolder: paths.stateFolder,
    runtimeFolder: environment["XDG_RUNTIME_DIR"] ?? null,
    temporaryFolder: tmpdir(),
    uid: identity.uid,
  });
  for (const candidate of candidates) {
    if (!(await exists(candidate.folder)) || (await isPrivateFolder(candidate.folder, identity)))
      return candidate;
  }
  return null;
};

/**
 * Says whether a daemon runs, and if none does, whether one could: where its socket would be, who may write there,
 * and whether it would survive a logout. Starts none. `root` is "/" except in tests.
 */
export const checkDaemon = async (
  platform: Platform,
  report: Report,
  root = "/",
): Promise<void> => {
  const { environment, paths } = platform;
  if (environment["S3_SFTP_WORKER"] === "off") {
    const words = "Uploads run only while the app is open.";
    return report.note(what, "turned off by S3_SFTP_WORKER", words, { worker: null });
  }
  const running = await attachToQueue(environment);
  if (!running.ok) return noteError(report, running.error);
  if (running.value) {
    await sayRunning(running.value, platform, report);
    running.value.close();
    return;
  }
  const trouble = await daemonUnavailableReason(paths.stateFolder, root);
  if (trouble) return noteError(report, trouble);
  const candidate = await nextPlace(platform, ownIdentity());
  if (!candidate) return noteError(report, { code: "WorkerUnavailable", why: "no socket" });
  const found = `not running; the app starts it when needed (socket ${candidate.socket})`;
  return report.note(what, found, continuesText, { worker: null, socket: candidate.socket });
};
