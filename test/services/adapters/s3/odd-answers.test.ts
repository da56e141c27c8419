import { crc32 } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import type { ObjectStore } from "../../../../src/services/ports/object-store.ts";
import { openOddStore, type OddAnswer } from "../../../support/sites/odd-store.ts";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const open = async (...params: Parameters<typeof openOddStore>) => {
  const opened = await openOddStore(...params);
  closers.push(opened.close);
  return opened;
};

const bucket = "inbox";
const body = Buffer.from("hello");
const sign = { "x-amz-request-id": "R1" };

const put = (store: ObjectStore, { key = "k" } = {}) =>
  store.put({
    bucket,
    key,
    body,
    crc32: crc32(body),
    options: {},
    mustBeNew: false,
    signal: AbortSignal.timeout(5000),
  });

describe("an answer without any sign of a store", () => {
  it.each<[number, OddAnswer]>([
    [200, { body: "ok" }],
    [
      200,
      { headers: { "content-type": "text/html", etag: '"5f-1"' }, body: "<html>Sign in</html>" },
    ],
    [403, { headers: { ...sign, "content-type": "text/html" }, body: "<html>Blocked</html>" }],
    [404, { body: "404 page not found" }],
    [413, { headers: { "content-type": "text/html" }, body: "<title>Too large</title>" }],
    [502, {}],
  ])("under status %d is a program in between: %j", async (status, answer) => {
    const { store } = await open(() => ({ ...answer, status }));
    expect(await put(store)).toMatchObject({
      error: { code: "InterveningAnswer", answer: { status } },
    });
  });
});
