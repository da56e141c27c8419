import { mkdir } from "node:fs/promises";
import { startDemo } from "../../src/cli/demo/start-demo.ts";
import { openPlatform } from "../../src/wiring/platform.ts";
import type { AppError } from "../../src/domain/errors.ts";
import type { Result } from "../../src/domain/result.ts";
import { saveConnection } from "../../src/services/connection/save-connection.ts";

/** Where the app of `npm run dev` lives. */
export interface DevHome {
  readonly environment: NodeJS.ProcessEnv;
  /** The app's command line. */
  readonly args: readonly string[];
  close(): Promise<void>;
}

/** Opens nothing but the secrets of a home that goes when it is closed. */
const passphrase = "a passphrase for development";

const must = <T>(result: Result<T, AppError>): T => {
  if (result.ok) return result.value;
  throw new Error(`the home for development could not be set up: ${result.error.code}`);
};

const startsApp = ([first]: readonly string[]): boolean =>
  first === undefined || first.startsWith("-");

/**
 * The developer's own home where S3_SFTP_HOME names it. Otherwise a new one with everything in it: a connection to an
 * S3 stand-in, a log server, files to upload. Its secrets are in a file, so that the next build finds them, too.
 */
export const startDevHome = async (
  environment: NodeJS.ProcessEnv,
  args: readonly string[],
): Promise<DevHome> => {
  if (environment["S3_SFTP_HOME"]) return { environment, args, close: async () => {} };
  const demo = must(await startDemo(environment));
  const own = {
    ...demo.environment,
    S3_SFTP_SECRETS: "file",
    S3_SFTP_PASSPHRASE: passphrase,
    // As people have it: uploads go on from build to build.
    S3_SFTP_WORKER: "on",
  };
  const { settings, secrets, paths } = openPlatform(own);
  await mkdir(paths.stateFolder, { recursive: true, mode: 0o700 });
  must(await secrets.unlock(passphrase));
  must(await saveConnection({ settings, secrets }, demo.draft));
  return {
    environment: own,
    args: startsApp(args) ? ["--start", demo.sampleFolder, ...args] : args,
    close: () => demo.close(),
  };
};
