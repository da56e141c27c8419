import { createServer, type Server } from "node:http";
import { afterEach, beforeEach, expect, it } from "vitest";
import { closeServer, listenOnLoopback } from "../../../../src/demo/loopback.ts";
import type { S3StandIn } from "../../../../src/demo/s3-stand-in.ts";
import { bucket, put, StandInStores } from "../../../support/sites/stand-in-store.ts";
import { valueOf } from "../../../support/values/value-of.ts";

const stores = new StandInStores();
let s3: S3StandIn;
let front: Server;
let frontUrl: string;
let asked: string[];

/** Sends everybody on to the same place of the stand-in, under another name. */
beforeEach(async () => {
  s3 = await stores.startStandIn();
  asked = [];
  const { port } = new URL(s3.endpoint);
  front = createServer((request, response) => {
    asked.push(request.url ?? "");
    request.resume();
    const location = `http://localhost:${port}${request.url}`;
    response.writeHead(307, { location, "x-amz-request-id": "R1" });
    response.end("<Error><Code>TemporaryRedirect</Code></Error>");
  });
  frontUrl = `http://127.0.0.1:${await listenOnLoopback(front, 0)}`;
});
afterEach(async () => {
  await closeServer(front);
  await stores.close();
});

it("is written to where the store says that it is, signed anew, with one question for all", async () => {
  const store = stores.storeAt(frontUrl);
  valueOf(await put(store, "a b.csv"));
  valueOf(await put(store, "second"));
  expect(asked).toEqual([`/${bucket}/a%20b.csv`]);
  expect(s3.log.map(({ status }) => status)).toEqual([200, 200]);
});

it("is listed there", async () => {
  const store = stores.storeAt(frontUrl);
  const signal = AbortSignal.timeout(20_000);
  valueOf(await store.list({ bucket, prefix: "", maxKeys: 1, signal }));
  expect(asked).toHaveLength(1);
});
