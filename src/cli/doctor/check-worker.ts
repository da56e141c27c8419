import { lstat } from "node:fs/promises";
import { tmpdir } from "node:os";
import type { AppError } from "../../domain/errors.ts";
import { formatCount, formatWhen } from "../../domain/format.ts";
import { whyNoWorker } from "../../services/adapters/socket/connect-desk.ts";
import {
  isPrivateFolder,
  ownIdentity,
  type Identity,
} from "../../services/adapters/socket/private-folder.ts";
import type { RemoteQueue } from "../../services/adapters/socket/remote-queue.ts";
import { readWorkerRecord } from "../../services/adapters/socket/worker-record.ts";
import { errorWords } from "../../tui/words/error-words.ts";
import { socketPlaces, type SocketPlace } from "../../worker/socket-places.ts";
import type { Platform } from "../platform.ts";
import { openRunningDesk } from "../running-desk.ts";
import type { Report } from "./report.ts";

const what = "worker";
const goesOn = "Uploads continue when you disconnect or close the terminal.";

/** Not a trouble: the app then sends by itself, and says the same words. */
const noteTrouble = (report: Report, error: AppError): void => {
  const { happened, subject, next } = errorWords(error);
  const found = subject === null ? happened : `${happened} (${subject})`;
  report.note(what, found, next, { error: error.code });
};

const sayRunning = async (
  desk: RemoteQueue,
  { paths, clock }: Platform,
  report: Report,
): Promise<void> => {
  const { totals } = await desk.snapshot({ from: 0, count: 0 });
  const record = await readWorkerRecord(paths.stateFolder);
  const { pid, version } = desk.worker ?? { pid: 0, version: "" };
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

/** Where the next worker would listen: the first place that is private, or can still be made so. */
const nextPlace = async (
  { environment, paths }: Platform,
  identity: Identity,
): Promise<SocketPlace | null> => {
  const places = socketPlaces({
    stateFolder: paths.stateFolder,
    runtimeFolder: environment["XDG_RUNTIME_DIR"] ?? null,
    temporaryFolder: tmpdir(),
    uid: identity.uid,
  });
  for (const place of places) {
    if (!(await exists(place.folder)) || (await isPrivateFolder(place.folder, identity)))
      return place;
  }
  return null;
};

/**
 * Says whether a worker runs, and if none does, whether one could: where its socket would be, who may write there,
 * and whether it would survive a logout. Starts none. `root` is "/" except in tests.
 */
export const checkWorker = async (
  platform: Platform,
  report: Report,
  root = "/",
): Promise<void> => {
  const { environment, paths } = platform;
  if (environment["S3_SFTP_WORKER"] === "off") {
    const words = "Uploads run only while the app is open.";
    return report.note(what, "turned off by S3_SFTP_WORKER", words, { worker: null });
  }
  const running = await openRunningDesk(environment);
  if (!running.ok) return noteTrouble(report, running.error);
  if (running.value) {
    await sayRunning(running.value, platform, report);
    running.value.close();
    return;
  }
  const trouble = await whyNoWorker(paths.stateFolder, root);
  if (trouble) return noteTrouble(report, trouble);
  const place = await nextPlace(platform, ownIdentity());
  if (!place) return noteTrouble(report, { code: "WorkerUnavailable", why: "no socket" });
  const found = `not running; the app starts it when needed (socket ${place.socket})`;
  return report.note(what, found, goesOn, { worker: null, socket: place.socket });
};
