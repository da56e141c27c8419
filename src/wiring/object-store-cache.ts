import type { AppError } from "../domain/errors.ts";
import { fail, ok, type Result } from "../domain/result.ts";
import type { CredentialProvider } from "../services/adapters/s3/default-credentials.ts";
import type { OpenStore } from "../services/connection/connection-deps.ts";
import { readHeldSecret } from "../services/connection/held-secret.ts";
import { nullDebugLog, type DebugLog } from "../services/ports/debug-log.ts";
import type {
  ObjectStore,
  StoreAddress,
  StoreCredentials,
} from "../services/ports/object-store.ts";
import type { SecretStore } from "../services/ports/secret-store.ts";
import type { SettingsStore } from "../services/ports/settings-store.ts";

/** A store that no stored connection describes: keys of the environment or of an AWS profile. */
export interface AmbientStore {
  readonly connection: string;
  readonly address: StoreAddress;
  readonly credentials: StoreCredentials | CredentialProvider;
}

/** Hears by how many minutes this machine's clock was ahead (behind: negative) when it had to be made up for. */
export type OnClockSkew = (minutes: number) => void;

const open = async (
  address: StoreAddress,
  credentials: StoreCredentials | CredentialProvider,
  onClockSkew: OnClockSkew,
  debug: DebugLog,
): Promise<ObjectStore> => {
  const { createS3ObjectStore } = await import("../services/adapters/s3/s3-object-store.ts");
  return createS3ObjectStore({ address, credentials, onClockSkew, debug });
};

/** Opens stores by address and key. The S3 client costs 55 ms to load, so that it waits until here. */
export const createOpenStore =
  (debug: DebugLog, onClockSkew: OnClockSkew = () => {}): OpenStore =>
  (address, credentials) =>
    open(address, credentials, onClockSkew, debug);

/** One open store for each connection, made when it is first needed and shared by all its transfers. */
export class ObjectStoreCache {
  readonly #settings: SettingsStore;
  readonly #secrets: SecretStore;
  readonly #ambient: AmbientStore | null;
  readonly #onClockSkew: OnClockSkew;
  readonly #debug: DebugLog;
  readonly #stores = new Map<string, Promise<Result<ObjectStore, AppError>>>();

  constructor(
    settings: SettingsStore,
    secrets: SecretStore,
    ambient: AmbientStore | null = null,
    onClockSkew: OnClockSkew = () => {},
    debug: DebugLog = nullDebugLog,
  ) {
    this.#settings = settings;
    this.#secrets = secrets;
    this.#ambient = ambient;
    this.#onClockSkew = onClockSkew;
    this.#debug = debug;
  }

  /** Fails with NotSetUp when the connection or its secret is unknown; a failure is not remembered. */
  async get(connection: string): Promise<Result<ObjectStore, AppError>> {
    const opening = this.#stores.get(connection) ?? this.#open(connection);
    this.#stores.set(connection, opening);
    const opened = await opening;
    if (!opened.ok) this.#stores.delete(connection);
    return opened;
  }

  /** Keys or addresses have changed: what is opened from now on has the new ones. */
  clear(): void {
    this.#stores.clear();
  }

  /** Ends idle connections of all stores. */
  async close(): Promise<void> {
    const opened = await Promise.all(this.#stores.values());
    this.#stores.clear();
    for (const store of opened) if (store.ok) store.value.close();
  }

  async #open(name: string): Promise<Result<ObjectStore, AppError>> {
    if (this.#ambient?.connection === name) {
      const { address, credentials } = this.#ambient;
      return ok(await open(address, credentials, this.#onClockSkew, this.#debug));
    }
    const settings = await this.#settings.load();
    if (!settings.ok) return settings;
    const connection = settings.value.connections.find((known) => known.name === name);
    if (!connection) return fail({ code: "NotSetUp", missing: "connection", name });
    const secret = await readHeldSecret(this.#secrets, name);
    if (!secret.ok) return secret;
    const { accessKeyId, region, endpoint } = connection;
    const credentials = { accessKeyId, secretAccessKey: secret.value };
    return ok(await open({ region, endpoint }, credentials, this.#onClockSkew, this.#debug));
  }
}
