import { assertNever } from "../../domain/assert-never.ts";
import type { AppError } from "../../domain/errors.ts";
import { formatCount, formatWhen } from "../../domain/format.ts";
import { findDaemonStatus, type DaemonStatus } from "../../wiring/daemon-status.ts";
import type { Platform } from "../../wiring/platform.ts";
import { errorWords } from "../../words/errors/error-words.ts";
import type { Report } from "./report.ts";

const what = "worker";
const continuesText = "Uploads continue when you disconnect or close the terminal.";

/** Not an error: the app then uploads by itself, and says the same words. */
const noteError = (report: Report, error: AppError): void => {
  const { happened, subject, next } = errorWords(error);
  const found = subject === null ? happened : `${happened} (${subject})`;
  report.note(what, found, next, { error: error.code });
};

const sayRunning = (
  { pid, version, startedAtMs, socket, totals }: Extract<DaemonStatus, { is: "running" }>,
  nowMs: number,
  report: Report,
): void => {
  const { waiting, uploading, paused } = totals.files;
  const since = startedAtMs === null ? "" : ` since ${formatWhen(startedAtMs, nowMs)}`;
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

/**
 * Says whether the background uploader runs, and if it does not, whether it could. Starts none. `root` is "/" except
 * in tests.
 */
export const checkDaemon = async (
  platform: Platform,
  report: Report,
  root = "/",
): Promise<void> => {
  const status = await findDaemonStatus(platform, root);
  switch (status.is) {
    case "off": {
      const words = "Uploads run only while the app is open.";
      return report.note(what, "turned off by S3_SFTP_WORKER", words, { worker: null });
    }
    case "running":
      return sayRunning(status, platform.clock.nowMs(), report);
    case "startable": {
      const found = `not running; the app starts it when needed (socket ${status.socket})`;
      return report.note(what, found, continuesText, { worker: null, socket: status.socket });
    }
    case "unavailable":
      return noteError(report, status.error);
    default:
      return assertNever(status);
  }
};
