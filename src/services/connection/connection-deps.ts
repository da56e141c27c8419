import type { AppError } from "../../domain/errors.ts";
import type { CredentialProvider } from "../ports/credentials.ts";
import type { ObjectStore, StoreAddress } from "../ports/object-store.ts";
import type { ProfileCredentials } from "./held-keys.ts";
import type { SecretStore } from "../ports/secret-store.ts";
import type { SettingsStore } from "../ports/settings-store.ts";

/** Makes a store for one key; asynchronous, because its code is loaded when it is first needed. */
export type OpenStore = (
  address: StoreAddress,
  credentials: CredentialProvider,
) => Promise<ObjectStore>;

/** A log server and the token for it. */
export interface LogAddress {
  readonly url: string;
  readonly token: string;
}

/** A connection check that the store refused. */
export interface RefusedCheck {
  readonly connection: string;
  readonly bucket: string;
  readonly error: AppError;
  /** Of the set-up under way; null means the one that is stored, if any. */
  readonly log: LogAddress | null;
}

/** What setting up, changing and forgetting connections needs. */
export interface ConnectionDeps {
  readonly settings: SettingsStore;
  readonly secrets: SecretStore;
  readonly openStore: OpenStore;
  readonly profileCredentials: ProfileCredentials;
  /** Tells the log server of a refused check, now or later; never fails and never holds the screen up. */
  readonly reportRefusal: (refused: RefusedCheck) => void;
}
