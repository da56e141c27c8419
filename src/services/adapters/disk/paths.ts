import { nonEmpty } from "../../../domain/non-empty.ts";
import { tmpdir, userInfo } from "node:os";
import path from "node:path";
import type { Environment } from "../../ports/environment.ts";

/** Where this user's files of s3-sftp are. Nothing is created by asking. */
export interface AppPaths {
  readonly configFile: string;
  /** The encrypted secrets, for machines without a keychain. */
  readonly secretsFile: string;
  readonly stateFolder: string;
  readonly stateFile: string;
  /** $XDG_RUNTIME_DIR; null when there is none. */
  readonly runtimeFolder: string | null;
  readonly temporaryFolder: string;
  /** Where receipts are saved; null without HOME: another user's folder would be guessed. */
  readonly receiptsFolder: string | null;
}

/** The XDG specification has relative paths ignored. */
const absolute = (value: string | undefined): string | null =>
  value !== undefined && path.isAbsolute(value) ? value : null;

/**
 * XDG folders (freedesktop.org "XDG Base Directory Specification" 0.8), or everything below S3_SFTP_HOME when
 * it is set; a relative one counts from the current folder. Throws for a user without HOME and without an account.
 */
export const appPaths = (environment: Environment): AppPaths => {
  const own = nonEmpty(environment["S3_SFTP_HOME"]);
  const ownHome = absolute(environment["HOME"]);
  // What is kept there would else lie in the current folder, from which files are sent.
  const home = ownHome ?? userInfo().homedir;
  const ownRoot = own === null ? null : path.resolve(own);
  const configFolder = ownRoot
    ? path.join(ownRoot, "config")
    : path.join(absolute(environment["XDG_CONFIG_HOME"]) ?? path.join(home, ".config"), "s3-sftp");
  const stateFolder = ownRoot
    ? path.join(ownRoot, "state")
    : path.join(
        absolute(environment["XDG_STATE_HOME"]) ?? path.join(home, ".local", "state"),
        "s3-sftp",
      );
  return {
    configFile: path.join(configFolder, "config.json"),
    secretsFile: path.join(configFolder, "secrets.json"),
    stateFolder,
    stateFile: path.join(stateFolder, "state.db"),
    runtimeFolder: absolute(environment["XDG_RUNTIME_DIR"]),
    temporaryFolder: absolute(environment["TMPDIR"]) ?? tmpdir(),
    receiptsFolder: ownHome === null ? null : path.join(ownHome, "s3-sftp-receipts"),
  };
};
