import { lockFile } from "../services/adapters/disk/file-lock.ts";
import { hostname, userInfo } from "node:os";
import path from "node:path";
import { freshSettings } from "../domain/settings.ts";
import { windowTheme } from "../domain/window-theme.ts";
import { openVault, parseSecretPlace } from "../services/adapters/keychain/open-vault.ts";
import type { SecretVault } from "../services/adapters/keychain/secret-vault.ts";
import { createDiskFileSource } from "../services/adapters/disk/disk-file-source.ts";
import { createJsonSettingsStore } from "../services/adapters/disk/json-settings-store.ts";
import { appPaths, type AppPaths } from "../services/adapters/disk/paths.ts";
import { createSystemClock } from "../services/adapters/disk/system-clock.ts";
import {
  createRecentFolders,
  type RecentFolders,
} from "../services/adapters/disk/recent-folders.ts";
import {
  readTextFile,
  removeTextFile,
  replaceTextFile,
} from "../services/adapters/disk/text-file.ts";
import type { Clock } from "../services/ports/clock.ts";
import type { DebugLog } from "../services/ports/debug-log.ts";
import { openDebugLog } from "./debug-log.ts";
import type { Environment } from "../services/ports/environment.ts";
import type { FileSource } from "../services/ports/file-source.ts";
import type { SettingsStore } from "../services/ports/settings-store.ts";

/** What a process has from its start, before any store, queue or screen. */
export interface Platform {
  readonly environment: Environment;
  readonly paths: AppPaths;
  readonly settings: SettingsStore;
  readonly secrets: SecretVault;
  readonly files: FileSource;
  readonly recentFolders: RecentFolders;
  readonly clock: Clock;
  /** Into the file of S3_SFTP_DEBUG, or nowhere. */
  readonly debug: DebugLog;
  /** user@host. */
  readonly sender: string;
}

const userName = (environment: Environment): string => {
  try {
    return userInfo().username;
  } catch {
    // A user id without a line in the password file, as in containers.
    return environment["USER"] ?? "unknown";
  }
};

/** Reads and creates nothing yet. */
export const openPlatform = (environment: Environment): Platform => {
  const paths = appPaths(environment);
  const secretsFile = {
    path: paths.secretsFile,
    read: () => readTextFile(paths.secretsFile),
    replace: (text: string) => replaceTextFile(paths.secretsFile, text),
    lock: () => lockFile(paths.secretsFile),
    remove: () => removeTextFile(paths.secretsFile),
  };
  const clock = createSystemClock();
  return {
    environment,
    paths,
    settings: createJsonSettingsStore(paths.configFile, freshSettings(windowTheme(environment))),
    secrets: openVault(secretsFile, parseSecretPlace(environment["S3_SFTP_SECRETS"])),
    files: createDiskFileSource(),
    recentFolders: createRecentFolders(path.join(paths.stateFolder, "recent-folders.json")),
    clock,
    debug: openDebugLog(environment, clock),
    sender: `${userName(environment)}@${hostname()}`,
  };
};
