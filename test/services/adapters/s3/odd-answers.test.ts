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

const listOf = (sizeBytes: number) => ({
  body: `<ListBucketResult><Name>inbox</Name><KeyCount>1</KeyCount><Contents><Key>k</Key><Size>${sizeBytes}</Size></Contents></ListBucketResult>`,
});

describe("a server that takes every put", () => {
  const web = { headers: { etag: '"15-abc"' }, body: "" };

  it.each<[string, OddAnswer, string]>([
    ["and knows no list", { status: 200, body: "<p>hello" }, "InterveningAnswer"],
    ["and lists another size", listOf(body.length + 1), "InterveningAnswer"],
    ["and lists the object", listOf(body.length), "content-md5"],
  ])("%s", async (_, listed, expected) => {
    const { store, requests } = await open(({ method }) => (method === "GET" ? listed : web));
    const stored = await put(store);
    expect(stored.ok ? stored.value.proof : stored.error.code).toBe(expected);
    await put(store, { key: "k2" });
    const lists = requests.filter(({ method }) => method === "GET");
    // A list makes it a store; without one it is asked each time.
    expect(lists).toHaveLength(listed.body?.includes("ListBucketResult") ? 1 : 2);
  });

  it("with a weak ETag is none", async () => {
    const { store } = await open(() => ({ headers: { etag: 'W/"15-abc"' }, body: '{"ok":true}' }));
    expect(await put(store)).toMatchObject({ error: { code: "InterveningAnswer" } });
  });
});
