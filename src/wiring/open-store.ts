import type { CredentialProvider } from "../services/ports/credentials.ts";
import { nullStoreMemory, type StoreMemory } from "../services/ports/store-memory.ts";
import type { DebugLog } from "../services/ports/debug-log.ts";
import type { ObjectStore, StoreAddress } from "../services/ports/object-store.ts";

/** Hears by how many minutes this machine's clock was ahead (behind: negative) when it had to be made up for. */
export type OnClockSkew = (minutes: number) => void;

/** Opens a store by address and key, or by where its keys come from. */
export type OpenAnyStore = (
  address: StoreAddress,
  credentials: CredentialProvider,
) => Promise<ObjectStore>;

export interface OpenStoreOptions {
  readonly onClockSkew?: OnClockSkew | undefined;
  /** What stores were seen to do in earlier runs; default nothing. */
  readonly memory?: StoreMemory | undefined;
}

/** Opens stores by address and key. The S3 client costs 55 ms to load, so that it waits until here. */
export const createOpenStore =
  (
    debug: DebugLog,
    { onClockSkew = () => {}, memory = nullStoreMemory }: OpenStoreOptions = {},
  ): OpenAnyStore =>
  async (address, credentials) => {
    const { createS3ObjectStore } = await import("../services/adapters/s3/s3-object-store.ts");
    return createS3ObjectStore({ address, credentials, onClockSkew, debug, memory });
  };
