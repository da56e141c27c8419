import { assertNever } from "../../domain/assert-never.ts";
import type { AppError } from "../../domain/errors.ts";
import { findDaemonStatus, type DaemonStatus } from "../../wiring/daemon-status.ts";
import type { Platform } from "../../wiring/platform.ts";
import { doctorWords } from "../../words/commands/doctor.ts";
import { errorWords } from "../../words/errors/error-words.ts";
import type { Report } from "./report.ts";

const what = "worker";
const { uploader } = doctorWords;

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
  const files = { uploading, waiting, paused };
  report.good(what, uploader.running({ pid, version, startedAtMs, socket, files }, nowMs), {
    worker: {
      pid,
      version,
      startedAt: startedAtMs === null ? null : new Date(startedAtMs).toISOString(),
      socket,
      files,
    },
  });
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
    case "off":
      return report.note(what, uploader.off, uploader.offMeans, { worker: null });
    case "running":
      return sayRunning(status, platform.clock.nowMs(), report);
    case "startable": {
      const { socket } = status;
      const found = uploader.startable(socket);
      return report.note(what, found, uploader.startableMeans, { worker: null, socket });
    }
    case "unavailable":
      return noteError(report, status.error);
    default:
      return assertNever(status);
  }
};
