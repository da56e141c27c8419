import { createHash } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import { buffer } from "node:stream/consumers";
import { crc32 } from "node:zlib";
import { onTestFinished } from "vitest";
import { closeServer, listenOnLoopback } from "../../../src/demo/loopback.ts";
import { createS3ObjectStore } from "../../../src/services/adapters/s3/s3-object-store.ts";
import type { ObjectStore, StoreAddress } from "../../../src/services/ports/object-store.ts";
import type { StoreMemory } from "../../../src/services/ports/store-memory.ts";

/** A request as the odd store sees it. */
export interface OddRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface OddAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** An S3 error document. */
export const refusal = (status: number, code: string, message = code, more = ""): OddAnswer => ({
  status,
  headers: { "content-type": "application/xml" },
  body: `<Error><Code>${code}</Code><Message>${message}</Message>${more}</Error>`,
});

/** A store whose every answer a test writes, the object store that speaks to it, and what was asked; closed after the test. */
export const openOddStore = async (
  answer: (request: OddRequest) => OddAnswer,
  {
    address = {},
    ...options
  }: {
    readonly memory?: StoreMemory;
    readonly environment?: NodeJS.ProcessEnv;
    readonly address?: Partial<StoreAddress>;
  } = {},
): Promise<{
  readonly store: ObjectStore;
  readonly requests: readonly OddRequest[];
}> => {
  const requests: OddRequest[] = [];
  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      const url = new URL(request.url ?? "/", "http://odd");
      const { method = "", headers } = request;
      const asked = { method, path: url.pathname, query: url.searchParams, headers, body };
      requests.push(asked);
      const { status = 200, headers: own = {}, body: said = "" } = answer(asked);
      return response.writeHead(status, own).end(said);
    });
  });
  const port = await listenOnLoopback(server, 0);
  const store = createS3ObjectStore({
    address: { region: "us-east-1", endpoint: `http://127.0.0.1:${port}`, ...address },
    credentials: { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "secret" },
    environment: {},
    ...options,
  });
  onTestFinished(async () => {
    store.close();
    await closeServer(server);
  });
  return { store, requests };
};

export const oddBucket = "inbox";

/** What `putHello` sends. */
export const hello = Buffer.from("hello");
export const helloMd5 = createHash("md5").update(hello).digest("hex");

/** A header that only a store of S3's kind sends. */
export const s3Sign = { "x-amz-request-id": "R1" };

/** The usual answer to `putHello`. */
export const takenHello: OddAnswer = { headers: { ...s3Sign, etag: `"${helloMd5}"` } };

/** Puts a small object. */
export const putHello = (store: ObjectStore, { mustBeNew = false, key = "k" } = {}) =>
  store.put({
    bucket: oddBucket,
    key,
    body: hello,
    crc32: crc32(hello),
    options: {},
    mustBeNew,
    signal: AbortSignal.timeout(20_000),
  });
