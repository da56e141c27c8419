import { nonEmpty } from "../domain/non-empty.ts";
import type { AppError } from "../domain/errors.ts";
import { exitCodes } from "../domain/exit-codes.ts";
import { unknownConnection } from "../domain/unknown-connection.ts";
import { withTimeout } from "../services/ports/with-timeout.ts";
import { readEntireFolder } from "../services/selection/read-entire-folder.ts";
import type { Environment } from "../services/ports/environment.ts";
import { createAppServices } from "../wiring/app-services.ts";
import type { CommandContext } from "./command-context.ts";
import { openAppQueue, type AppQueue } from "../wiring/app-queue.ts";
import { openState } from "./open-state.ts";
import { LogReporter } from "../wiring/log-reporter.ts";
import type { Platform } from "../wiring/platform.ts";
import { sayError } from "./say-error.ts";
import type { AppStart } from "../tui/app-start.ts";
import { keepHeapSmall } from "../wiring/keep-heap-small.ts";

/** So long the first frame may wait for the folder that it shows. */
const readTimeoutMs = 100;

/** After this long, the time a setup takes, it is read again. */
const freshMs = 2_000;

const whileFresh = <T>(value: T): (() => T | null) => {
  const endMs = performance.now() + freshMs;
  return () => (performance.now() < endMs ? value : null);
};

/** Null from the second time on: who asks again wants to see what has changed. */
const once = <T>(get: () => T | null): (() => T | null) => {
  let isTaken = false;
  return () => {
    if (isTaken) return null;
    isTaken = true;
    return get();
  };
};

/** What has not been told by then stays in the outbox. */
const reportTimeoutMs = 3_000;
/** For a disk to take which folder was gone to last; who leaves does not wait for one that hangs. */
const noteTimeoutMs = 2_000;

/** True when the terminal or the person cannot use a screen that is drawn. */
export const wantsPlainText = (environment: Environment): boolean =>
  environment["INK_SCREEN_READER"] === "true" || environment["TERM"] === "dumb";

/** The error of a connection that was named and is not stored: another one may lead to somebody else's bucket. */
const errorOfNamed = async (
  { connection }: AppStart,
  platform: Platform,
): Promise<AppError | null> => {
  if (connection === undefined) return null;
  const settings = await platform.settings.load();
  // The app itself asks what to do about settings that cannot be read.
  if (!settings.ok) return null;
  const isKnown = settings.value.connections.some(({ name }) => name === connection);
  return isKnown ? null : unknownConnection(connection, settings.value.connections);
};

/** A passphrase that is given needs no question. A wrong one is asked for on the screen, as if there were none. */
const unlockAsGiven = async ({ environment, secrets }: Platform, appQueue: AppQueue) => {
  const given = nonEmpty(environment["S3_SFTP_PASSPHRASE"]);
  if (given === null || !(await secrets.isFileLocked())) return;
  const opened = await secrets.unlock(given);
  if (opened.ok) await appQueue.forwardSecrets();
};

/** How the app is shown; loaded when it is, since Ink takes its time and an app line by line needs none of it. */
const loadApp = async ({ isPlainText }: AppStart) =>
  isPlainText
    ? (await import("../tui/plain-text/run-plain-text.ts")).runPlainText
    : (await import("../tui/run-on-screen.tsx")).runOnScreen;

/** Opens the terminal app and gives its exit code. Where there is no terminal it says so. */
export const openApp = async (
  start: AppStart,
  platform: Platform,
  context: CommandContext,
): Promise<number> => {
  const { startFolder } = start;
  const unknown = await errorOfNamed(start, platform);
  if (unknown !== null) return sayError(context, unknown);
  // Errors may go to a file: the app draws on stdout, and asks there.
  if (!context.stdin.isTTY || !process.stdout.isTTY) {
    context.say("s3-sftp: the app needs a terminal. Use s3-sftp upload without one (see --help)");
    return exitCodes.usage;
  }
  // The disk works while the program is being loaded, so that the first frame has the folder in it.
  const stop = new AbortController();
  const read = async () =>
    start.isPlainText ? null : readEntireFolder(platform.files, startFolder, stop.signal);
  const early = whileFresh(read());
  const opened = await openState(platform.paths.stateFile, context);
  if (!opened.ok) return sayError(context, opened.error);
  const transfers = opened.value;
  // There may have been a question about the state, and the folder is another by now.
  const reading = early() ?? read();
  // Before anything is loaded: what is typed ahead would be echoed, over the first frame or though it is a secret.
  context.stdin.setRawMode(true);
  const appQueue = openAppQueue(platform, transfers);
  const reporter = new LogReporter({ platform, transfers, logs: appQueue.logs });
  try {
    await unlockAsGiven(platform, appQueue);
    const runApp = await loadApp(start);
    keepHeapSmall("screens");
    const preloaded = await withTimeout(reading, readTimeoutMs, () => null);
    const services = createAppServices({
      platform,
      transfers,
      appQueue,
      reporter,
      startFolder,
      startName: start.startName ?? null,
      receiptsFolder: start.receiptsFolder ?? platform.paths.receiptsFolder,
      preloadedFolder: whileFresh(preloaded),
      begunReading: preloaded === null ? once(whileFresh(reading)) : () => null,
    });
    return await runApp(services, start, context.environment);
  } finally {
    stop.abort();
    context.stdin.setRawMode(false);
    await withTimeout(platform.recentFolders.written(), noteTimeoutMs, () => undefined);
    await reporter.close(reportTimeoutMs);
    await appQueue.close();
    transfers.close();
  }
};
