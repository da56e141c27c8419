import type { Environment } from "../services/adapters/disk/paths.ts";
import { exitCodes } from "./exit-codes.ts";
import { listFolder } from "../services/browser/list-folder.ts";
import { readAhead, type ListFolder } from "../services/browser/read-ahead.ts";
import { createAppServices } from "./app-services.ts";
import type { CommandContext } from "./command-context.ts";
import { openDesk } from "./open-desk.ts";
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

/** What has not been told by then stays in the outbox. */
const tellLimitMs = 3_000;

/** True when the terminal or the person cannot use a screen that is drawn. */
export const wantsLines = (environment: Environment): boolean =>
  environment["INK_SCREEN_READER"] === "true" || environment["TERM"] === "dumb";

/** Opens the terminal app and gives its exit code. Where there is no terminal it says so. */
export const openApp = async (params: OpenAppParams): Promise<number> => {
  const { platform, context } = params;
  if (!context.canAsk || !process.stdout.isTTY) {
    context.say("s3-sftp: the app needs a terminal; s3-sftp upload works without one (--help)");
    return exitCodes.usage;
  }
  const opened = await openState(platform.paths.stateFile, context);
  if (!opened.ok) return sayError(context, opened.error);
  const transfers = opened.value;
  // Before anything is loaded: what is typed ahead would be echoed over the first frame. Lines are the terminal's.
  context.stdin.setRawMode(!params.isAccessible);
  const appDesk = openDesk(platform, transfers);
  const teller = new OutcomeTeller({ platform, transfers, sink: appDesk.sink });
  const composed = createAppServices({ ...params, transfers, teller, appDesk });
  const { files } = platform;
  const early: ListFolder = (folder, signal) =>
    listFolder({ files, folder, signal, isWholeFirst: true });
  const later: ListFolder = (folder, signal) => composed.listFolder(folder, signal);
  const services = {
    ...composed,
    listFolder: readAhead(early, later, params.startFolder),
  };
  try {
    const { showApp } = await import("./show-app.ts");
    return await showApp(services, params, context.environment);
  } finally {
    context.stdin.setRawMode(false);
    await teller.close(tellLimitMs);
    await appDesk.close();
    transfers.close();
  }
};
