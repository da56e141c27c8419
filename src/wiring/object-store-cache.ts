import type { AppError } from "../domain/errors.ts";
import { addressOf } from "../domain/destination-address.ts";
import type { TransferTarget } from "../domain/transfer.ts";
import { withDefaults } from "../domain/upload-options.ts";
import { fail, ok, type Result } from "../domain/result.ts";
import { storedCredentials, type ProfileCredentials } from "../services/connection/held-keys.ts";
import type { ObjectStore, RequestTerms } from "../services/ports/object-store.ts";
import type { SecretStore } from "../services/ports/secret-store.ts";
import type { SettingsStore } from "../services/ports/settings-store.ts";
import type { AmbientStore } from "./ambient-store.ts";
import type { OpenAnyStore } from "./open-store.ts";

export interface ObjectStoreCacheDeps {
  readonly settings: SettingsStore;
  readonly secrets: SecretStore;
  readonly profileCredentials: ProfileCredentials;
  /** Keys that no stored connection has; null for none. */
  readonly ambient: AmbientStore | null;
  readonly openStore: OpenAnyStore;
}

/** One open store for each connection, made when it is first needed and shared by all its transfers. */
export class ObjectStoreCache {
  readonly #deps: ObjectStoreCacheDeps;
  readonly #stores = new Map<string, Promise<Result<ObjectStore, AppError>>>();

  constructor(deps: ObjectStoreCacheDeps) {
    this.#deps = deps;
  }

  /**
   * The store of a connection where it has the bucket, whose requests say what its uploads are to say. Fails with
   * NotSetUp when the connection or its secret is unknown; a failure is not remembered.
   */
  get(
    { connection, bucket }: Pick<TransferTarget, "connection" | "bucket">,
    options: RequestTerms = {},
  ): Promise<Result<ObjectStore, AppError>> {
    const { requestPayer, expectedBucketOwner } = options;
    const name = JSON.stringify([connection, bucket, requestPayer, expectedBucketOwner]);
    const known = this.#stores.get(name);
    if (known) return known;
    const terms = { requestPayer, expectedBucketOwner };
    const opening = this.#open(connection, bucket, terms).then((opened) => {
      if (!opened.ok && this.#stores.get(name) === opening) this.#stores.delete(name);
      return opened;
    });
    this.#stores.set(name, opening);
    return opening;
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

  async #open(
    name: string,
    bucket: string,
    given: RequestTerms,
  ): Promise<Result<ObjectStore, AppError>> {
    const { ambient, openStore } = this.#deps;
    if (ambient?.connection === name) {
      const terms = withDefaults(given, ambient.address.terms);
      const address = { ...ambient.address, terms, followsRegion: true };
      return ok(await openStore(address, ambient.credentials));
    }
    const settings = await this.#deps.settings.load();
    if (!settings.ok) return settings;
    const connection = settings.value.connections.find((known) => known.name === name);
    if (!connection) return fail({ code: "NotSetUp", missing: "connection", name });
    const credentials = storedCredentials(this.#deps, connection);
    const held = await credentials(false);
    if (!held.ok) return held;
    const { addressing, options } = connection;
    const address = { ...addressOf(connection, bucket), addressing, followsRegion: true };
    return ok(await openStore({ ...address, terms: withDefaults(given, options) }, credentials));
  }
}
