import { mkdir } from "node:fs/promises";
import { openPlatform } from "../../../src/wiring/platform.ts";
import type { Preferences } from "../../../src/domain/settings.ts";
import { saveConnection } from "../../../src/services/connection/save-connection.ts";
import type { StoreAddress, StoreCredentials } from "../../../src/services/ports/object-store.ts";
import { valueOf } from "../values/value-of.ts";

/** Opens the encrypted file of `storeConnection`. */
export const passphrase = "correct horse battery";

/** For apps and commands that are to open it by themselves. */
export const withPassphrase = { S3_SFTP_PASSPHRASE: passphrase };

export interface StoredConnection {
  readonly environment: Readonly<Record<string, string>>;
  readonly address: StoreAddress;
  readonly keys: StoreCredentials;
  readonly bucket: string;
  readonly preferences?: Partial<Preferences>;
}

/** Leaves a machine as a set-up leaves it: a connection named "clinic", its secret in the encrypted file. */
export const storeConnection = async (stored: StoredConnection): Promise<void> => {
  const { environment, address, keys, bucket, preferences } = stored;
  const { settings, secrets, paths } = openPlatform(environment);
  await mkdir(paths.stateFolder, { recursive: true, mode: 0o700 });
  valueOf(await secrets.unlock(passphrase));
  const { accessKeyId, secretAccessKey } = keys;
  const draft = {
    name: "clinic",
    accessKeyId,
    secretAccessKey,
    region: address.region,
    endpoint: address.endpoint,
    bucket,
    prefix: "in/",
    logUrl: null,
    logToken: null,
  };
  const saved = valueOf(await saveConnection({ settings, secrets }, draft));
  valueOf(
    await settings.update(() => ({
      ...saved,
      preferences: { ...saved.preferences, ...preferences },
    })),
  );
};
