import { describe, expect, it } from "vitest";
import {
  openOddStore,
  refusal,
  type OddAnswer,
  oddBucket as bucket,
  hello as body,
  s3Sign as sign,
  takenHello as taken,
  putHello,
} from "../../../support/sites/odd-store.ts";
import { valueOf } from "../../../support/values/value-of.ts";

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
    const { store } = await openOddStore(() => ({ ...answer, status }));
    expect(await putHello(store)).toMatchObject({
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
    const { store, requests } = await openOddStore(({ method }) =>
      method === "GET" ? listed : web,
    );
    const stored = await putHello(store);
    expect(stored.ok ? stored.value.proof : stored.error.code).toBe(expected);
    await putHello(store, { key: "k2" });
    const lists = requests.filter(({ method }) => method === "GET");
    // A list makes it a store; without one it is asked each time.
    expect(lists).toHaveLength(listed.body?.includes("ListBucketResult") ? 1 : 2);
  });

  it("with a weak ETag is none", async () => {
    const { store } = await openOddStore(() => ({
      headers: { etag: 'W/"15-abc"' },
      body: '{"ok":true}',
    }));
    expect(await putHello(store)).toMatchObject({ error: { code: "InterveningAnswer" } });
  });
});

describe("an answer of success", () => {
  it.each([200, 201, 202, 204])("is one under status %d", async (status) => {
    const { store, requests } = await openOddStore(() => ({ ...taken, status }));
    expect(valueOf(await putHello(store)).proof).toBe("part-md5");
    expect(requests).toHaveLength(1);
  });

  it.each([
    ["InternalError", { code: "StoreFault", answer: { status: 503 } }],
    ["SlowDown", { code: "SlowDown" }],
    ["AccessDenied", { code: "AccessDenied" }],
    ["NotImplemented", { code: "StoreFault", answer: { status: 501 } }],
  ])("is none with an error in it: %s", async (code, error) => {
    const said = refusal(200, code);
    const { store } = await openOddStore(() => ({ ...said, headers: { ...taken.headers } }));
    expect(await putHello(store)).toMatchObject({ error });
    const params = { bucket, prefix: "", maxKeys: 1, signal: AbortSignal.timeout(20_000) };
    expect(await store.list(params)).toMatchObject({ error });
  });
});

describe("a check of the permission to upload, with an upload that nobody has begun,", () => {
  it.each([
    [404, "NoSuchUpload", "granted"],
    [404, "NoSuchKey", "unknown"],
    [400, "InvalidRequest", "unknown"],
    [405, "MethodNotAllowed", "unknown"],
    [501, "NotImplemented", "unknown"],
    [404, "NoSuchBucket", "NoSuchBucket"],
    [403, "AccessDenied", "AccessDenied"],
    [403, "QuotaExceeded", "StoreFault"],
  ])("answered with %d %s, says %s", async (status, code, expected) => {
    const { store } = await openOddStore(() => refusal(status, code));
    const checked = await store.checkWrite({
      bucket,
      prefix: "",
      signal: AbortSignal.timeout(20_000),
    });
    expect(checked.ok ? checked.value : checked.error.code).toBe(expected);
  });
});
