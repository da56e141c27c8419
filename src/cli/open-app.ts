import { nonEmpty } from "../domain/non-empty.ts";
import type { Environment } from "../services/adapters/disk/paths.ts";
import { exitCodes } from "../domain/exit-codes.ts";
import { readWhole } from "../services/browser/read-whole.ts";
import { withTimeout } from "../services/ports/with-timeout.ts";
import { createAppServices } from "./app-services.ts";
import type { CommandContext } from "./command-context.ts";
import { openDesk, type AppDesk } from "./open-desk.ts";
import { openState } from "./open-state.ts";
import { OutcomeTeller } from "./outcome-teller.ts";
import type { Platform } from "./platform.ts";
import { sayError } from "./say-error.ts";
import type { AppStart } from "./show-app.ts";

export interface OpenAppParams extends AppStart {
  readonly platform: Platform;
  readonly context: CommandContext;
  /** Absolute. */
  readonly startFolder: string;
}

/** So long the first frame may wait for the folder that it shows. */
const readPatienceMs = 100;

/** After this long, the time a setup takes, it is read again. */
const freshMs = 2_000;

const whileFresh = <T>(value: T): (() => T | null) => {
  const endMs = performance.now() + freshMs;
  return () => (performance.now() < endMs ? value : null);
};

/** What has not been told by then stays in the outbox. */
const tellLimitMs = 3_000;

/** True when the terminal or the person cannot use a screen that is drawn. */
export const wantsLines = (environment: Environment): boolean =>
  environment["INK_SCREEN_READER"] === "true" || environment["TERM"] === "dumb";

/** A passphrase that is given needs no question. A wrong one is asked for on the screen, as if there were none. */
const unlockAsGiven = async ({ environment, secrets }: Platform, appDesk: AppDesk) => {
  const given = nonEmpty(environment["S3_SFTP_PASSPHRASE"]);
  if (given === null || !(await secrets.isFileLocked())) return;
  const opened = await secrets.unlock(given);
  if (opened.ok) await appDesk.tellSecrets();
};

/** Opens the terminal app and gives its exit code. Where there is no terminal it says so. */
export const openApp = async (params: OpenAppParams): Promise<number> => {
  const { platform, context } = params;
  if (!context.canAsk || !process.stdout.isTTY) {
    context.say("s3-sftp: the app needs a terminal. Use s3-sftp upload without one (see --help)");
    return exitCodes.usage;
  }
  const opened = await openState(platform.paths.stateFile, context);
  if (!opened.ok) return sayError(context, opened.error);
  const transfers = opened.value;
  // The disk works while the program is being loaded, so that the first frame has the folder in it.
  const stop = new AbortController();
  const reading = params.isAccessible
    ? Promise.resolve(null)
    : readWhole(platform.files, params.startFolder, stop.signal);
  // Before anything is loaded: what is typed ahead would be echoed over the first frame. Lines are the terminal's.
  context.stdin.setRawMode(!params.isAccessible);
  const appDesk = openDesk(platform, transfers);
  const teller = new OutcomeTeller({ platform, transfers, sink: appDesk.sink });
  const composed = createAppServices({ ...params, transfers, teller, appDesk });
  try {
    await unlockAsGiven(platform, appDesk);
    const { showApp } = await import("./show-app.ts");
    const startWhole = whileFresh(await withTimeout(reading, readPatienceMs, () => null));
    return await showApp({ ...composed, startWhole }, params, context.environment);
  } finally {
    stop.abort();
    context.stdin.setRawMode(false);
    await teller.close(tellLimitMs);
    await appDesk.close();
    transfers.close();
  }
};
