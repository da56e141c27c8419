import { fixedCredentials, type CredentialProvider } from "../../ports/credentials.ts";
import { clearHost } from "../../../domain/loopback.ts";
import { nullDebugLog, type DebugLog } from "../../ports/debug-log.ts";
import { nullStoreMemory, type StoreMemory } from "../../ports/store-memory.ts";
import type { Environment } from "../../ports/environment.ts";
import type { ObjectStore, StoreAddress, StoreCredentials } from "../../ports/object-store.ts";
import { checkWrite } from "./check-write.ts";
import { completeUpload } from "./complete-upload.ts";
import { createUpload } from "./create-upload.ts";
import { putObject, uploadPart } from "./put-bytes.ts";
import { StoreConnection } from "./store-connection.ts";

export interface S3ObjectStoreOptions {
  readonly address: StoreAddress;
  readonly credentials: StoreCredentials | CredentialProvider;
  /** Hears by how many minutes this machine's clock is ahead of the store's, when it had to be corrected. */
  readonly onClockSkew?: (minutes: number) => void;
  /** Default 10 s. */
  readonly connectTimeoutMs?: number;
  /** How long a connection may be silent before its request fails as Stalled; default 60 s. */
  readonly idleTimeoutMs?: number;
  /** For proxies and certificates; default this process's. */
  readonly environment?: Environment;
  /** Hears of each request; default nobody. */
  readonly debug?: DebugLog;
  /** What the store was seen to do in earlier runs; default nothing. */
  readonly memory?: StoreMemory;
}

const toProvider = (credentials: StoreCredentials | CredentialProvider): CredentialProvider =>
  typeof credentials === "function" ? credentials : fixedCredentials(credentials);

/**
 * A bucket over S3's own protocol, with the calls that two rights allow and no other. One attempt a call, but for
 * a clock found wrong (signed anew by the store's time) and `uploadStream`, whose source cannot be read twice.
 * Errors are AppErrors of every store code; an abort rejects with the signal's reason.
 */
export const createS3ObjectStore = (options: S3ObjectStoreOptions): ObjectStore => {
  const connection = new StoreConnection({
    address: options.address,
    credentials: toProvider(options.credentials),
    onClockSkew: options.onClockSkew ?? (() => {}),
    connectTimeoutMs: options.connectTimeoutMs ?? 10_000,
    idleTimeoutMs: options.idleTimeoutMs ?? 60_000,
    environment: options.environment ?? process.env,
    debug: options.debug ?? nullDebugLog,
    memory: options.memory ?? nullStoreMemory,
  });
  return {
    // What takes the AWS SDK is loaded with its first call.
    list: async (params) => (await import("./list-objects.ts")).listObjects(connection, params),
    abilities: (bucket) => connection.abilities(bucket),
    notePace: (bucket, pace) => connection.learn(bucket, { pace }),
    checkWrite: (params) => checkWrite(connection, params),
    put: (params) => putObject(connection, params),
    createUpload: (params) => createUpload(connection, params),
    uploadPart: (params) => uploadPart(connection, params),
    completeUpload: (params) => completeUpload(connection, params),
    uploadStream: async (params) =>
      (await import("./upload-stream.ts")).uploadStream(connection, params),
    clearHost: clearHost(options.address.endpoint),
    close: () => connection.close(),
  };
};
