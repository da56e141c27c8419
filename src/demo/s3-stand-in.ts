import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer as createHttpServer } from "node:http";
import type { RequestListener } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { tmpdir } from "node:os";
import path from "node:path";
import { closeServer, listenOnLoopback } from "./loopback.ts";
import { Buckets, readFiles } from "./s3/buckets.ts";
import type { BucketOptions, S3Object } from "./s3/buckets.ts";
import type { WrongRegionAnswer } from "./s3/check-permission.ts";
import { awsDialect } from "./s3/dialect.ts";
import type { S3Dialect } from "./s3/dialect.ts";
import { Faults } from "./s3/faults.ts";
import { Pace } from "./s3/pace.ts";
import type { S3Fault, S3LogEntry, S3Shape, S3User } from "./s3/s3-types.ts";
import { serveCall } from "./s3/serve-call.ts";
import type { StandInState } from "./s3/serve-call.ts";

export interface S3StandInOptions {
  readonly users: readonly S3User[];
  readonly buckets: readonly BucketOptions[];
  /** Where objects and parts lie; default a temporary folder that goes when it closes. Null throws bodies away. */
  readonly folder?: string | null;
  /** 0, the default, takes a free port. */
  readonly port?: number;
  /** PEM; with it the stand-in speaks TLS. */
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly shape?: Partial<S3Shape>;
  /** In what it differs from AWS. */
  readonly dialect?: Partial<S3Dialect>;
  /** A host below it names a bucket, as in `inbox.s3.example`; default none does. */
  readonly domain?: string;
  readonly wrongRegion?: WrongRegionAnswer;
  /** What time it is, before the offset of the shape; the machine's own when absent. */
  readonly nowMs?: () => number;
}

export interface S3StandIn {
  /** Without a slash at its end. */
  readonly endpoint: string;
  readonly port: number;
  /** Every request in the order of arrival. */
  readonly log: readonly S3LogEntry[];
  /** Lines up a fault; gives the function that takes it back. */
  inject(fault: S3Fault): () => void;
  /** Changes delay, rate or clock from now on. */
  reshape(shape: Partial<S3Shape>): void;
  /** Replaces the user with this access key, or adds it: a key revoked or granted while running. */
  setUser(user: S3User): void;
  objects(bucket: string): readonly S3Object[];
  /** Unfinished multipart uploads. */
  uploadCount(bucket: string): number;
  /** What a lifecycle rule does: all unfinished uploads are gone. */
  removeUploads(bucket: string): Promise<void>;
  /** Lower-case hex of a stored object's bytes; null when there is none. */
  sha256(bucket: string, key: string): Promise<string | null>;
  /** Connections open now. */
  connectionCount(): Promise<number>;
  /** Goes away: refuses connections and cuts the open ones, keeping what it holds. */
  unplug(): Promise<void>;
  /** Comes back on the same port. */
  replug(): Promise<void>;
  close(): Promise<void>;
}

const defaultShape: S3Shape = {
  answerDelayMs: 0,
  connectionBytesPerSecond: null,
  clockOffsetMs: 0,
};

const createServerFor = (tls: S3StandInOptions["tls"], listener: RequestListener) =>
  tls === undefined ? createHttpServer(listener) : createHttpsServer(tls, listener);

const hashFiles = async (files: readonly string[]): Promise<string> => {
  const hash = createHash("sha256");
  for await (const chunk of readFiles(files)) hash.update(chunk);
  return hash.digest("hex");
};

const createState = async (
  options: S3StandInOptions,
  folder: string | null,
): Promise<StandInState> => {
  const nowMs = options.nowMs ?? Date.now;
  const dialect = { ...awsDialect, ...options.dialect };
  const buckets = new Buckets(dialect, folder, nowMs);
  for (const bucket of options.buckets) await buckets.create(bucket);
  return {
    buckets,
    users: [...options.users],
    faults: new Faults(),
    pace: new Pace(),
    log: [],
    dialect,
    domain: options.domain ?? null,
    wrongRegion: options.wrongRegion ?? "malformed",
    shape: { ...defaultShape, ...options.shape },
    nowMs,
  };
};

/** What tests and the demo may look at and change. */
const createControls = (state: StandInState) => ({
  log: state.log,
  inject: (fault: S3Fault) => state.faults.inject(fault),
  reshape: (shape: Partial<S3Shape>) => {
    state.shape = { ...state.shape, ...shape };
  },
  setUser: (user: S3User) => {
    const at = state.users.findIndex(({ accessKeyId }) => accessKeyId === user.accessKeyId);
    state.users.splice(at === -1 ? state.users.length : at, 1, user);
  },
  objects: (bucket: string) => [...state.buckets.get(bucket).objects.values()],
  uploadCount: (bucket: string) => state.buckets.get(bucket).uploads.size,
  removeUploads: async (name: string) => {
    const bucket = state.buckets.get(name);
    for (const upload of bucket.uploads.values()) await bucket.endUpload(upload, []);
  },
  sha256: async (bucket: string, key: string) => {
    const object = state.buckets.get(bucket).objects.get(key);
    return object === undefined ? null : hashFiles(object.files);
  },
});

/**
 * An S3 on loopback for the demo and for tests. It checks SigV4 signatures, policies, regions and
 * checksums, keeps objects on disk, logs every request, and fails on demand. Not for keeping anything.
 */
export const startS3StandIn = async (options: S3StandInOptions): Promise<S3StandIn> => {
  const isTemporary = options.folder === undefined;
  const folder = isTemporary
    ? await mkdtemp(path.join(tmpdir(), "s3-sftp-stand-in-"))
    : (options.folder ?? null);
  const state = await createState(options, folder);
  const server = createServerFor(options.tls, (request, response) => {
    void serveCall(state, request, response); // never rejects
  });
  // Slow uploads are a test's subject, not an attack.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 60_000;
  const port = await listenOnLoopback(server, options.port ?? 0);
  return {
    ...createControls(state),
    endpoint: `${options.tls === undefined ? "http" : "https"}://127.0.0.1:${port}`,
    port,
    connectionCount: () =>
      new Promise((resolve, reject) => {
        server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
      }),
    unplug: () => closeServer(server),
    replug: async () => {
      await listenOnLoopback(server, port);
    },
    close: async () => {
      await closeServer(server);
      if (isTemporary && folder !== null) await rm(folder, { recursive: true, force: true });
    },
  };
};
