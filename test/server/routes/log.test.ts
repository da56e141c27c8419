import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { maxBodyBytes } from "../../../src/server/routes/log.ts";
import { sendRaw, startLogApp, type LogApp } from "../../support/sites/log-app.ts";

let app: LogApp;
beforeAll(async () => {
  app = await startLogApp();
});
afterAll(async () => app.close());

const good = (more: object = {}) => ({
  Auth: app.token,
  Action: "Success",
  LogMessage: "there",
  ...more,
});

const postJson = async (body: unknown) => app.post(JSON.stringify(body));

describe("what POST / accepts", () => {
  it.each(["application/json", "text/plain", "application/x-www-form-urlencoded", ""])(
    "takes a post whose content type is %j",
    async (type) => {
      const response = await app.post(JSON.stringify(good()), { "content-type": type });
      expect(response.status).toBe(202);
      expect(await response.json()).toMatchObject({ status: "accepted" });
    },
  );

  it("answers 202 for a new Id, 200 for the same Id again, and keeps one message", async () => {
    const { waiting } = await app.queue.stats();
    const body = good({ Id: "6f1c63f0-6f6f-4f0e-8f61-2f0d8a1a1a01" });
    const statuses = [(await postJson(body)).status, (await postJson(body)).status];
    expect(statuses).toEqual([202, 200]);
    expect((await app.queue.stats()).waiting).toBe(waiting + 1);
  });

  it("takes fields that it does not know, nulls in optional ones, and 64 KiB exactly", async () => {
    expect((await postJson(good({ Mood: "fine", Bytes: null, Key: null }))).status).toBe(202);
    const frame = JSON.stringify(good({ LogMessage: "" })).length;
    const full = good({ LogMessage: "x".repeat(maxBodyBytes - frame) });
    expect((await postJson(full)).status).toBe(202);
  });

  it("keeps text of any script, and mends half a surrogate pair", async () => {
    const raw = JSON.stringify(good({ LogMessage: "Ärger 🚚 \ud800!" }));
    expect((await app.post(raw)).status).toBe(202);
    const all = await app.queue.oldest(100);
    expect(all.at(-1)?.entry.message).toBe("Ärger 🚚 \ufffd!");
  });

  it("reads the last of two equal keys, as the original server does, and no prototype", async () => {
    const twice = `{"Auth":"x","Auth":${JSON.stringify(app.token)},"Action":"Fail","LogMessage":"m"}`;
    expect((await app.post(twice)).status).toBe(202);
    const proto = `{"__proto__":{"Auth":${JSON.stringify(app.token)}},"Action":"Fail","LogMessage":"m"}`;
    expect((await app.post(proto)).status).toBe(400);
  });
});

describe("what POST / refuses", () => {
  it.each([
    ["nothing", ""],
    ["no JSON", "hello"],
    ["cut JSON", '{"Auth":"x","Action":"Succ'],
    ["an array", "[]"],
    ["null", "null"],
    ["a string", '"text"'],
    ["deep nesting", "[".repeat(60_000)],
    ["deep objects", '{"a":'.repeat(10_000)],
  ])("answers 400 to %s and names the body", async (_what, body) => {
    const response = await app.post(body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ field: "body" });
  });

  it("answers 400 to invalid UTF-8 and to a compressed bomb, which it does not unpack", async () => {
    expect((await app.post(Uint8Array.of(0x7b, 0xff, 0x7d))).status).toBe(400);
    const bomb = gzipSync(Buffer.alloc(32 * 1024 * 1024));
    expect((await app.post(bomb, { "content-encoding": "gzip" })).status).toBe(400);
  });

  it.each([
    ["Auth", { Auth: undefined }],
    ["Auth", { Auth: 7 }],
    ["Auth", { Auth: "" }],
    ["Action", { Action: "success" }],
    ["Action", { Action: undefined }],
    ["LogMessage", { LogMessage: null }],
    ["LogMessage", { LogMessage: ["a"] }],
    ["Id", { Id: 12 }],
    ["Id", { Id: "x".repeat(129) }],
    ["Id", { Id: "\ud800" }],
    ["Bytes", { Bytes: -1 }],
    ["Bytes", { Bytes: "12" }],
    ["Bytes", { Bytes: 1.5 }],
    ["Key", { Key: "k".repeat(3000) }],
  ])("answers 400 and names the field %s for %j", async (field, wrong) => {
    const response = await postJson(good(wrong));
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ field });
  });

  it("answers 401 to an unknown token before it looks at the other fields", async () => {
    const response = await postJson({ Auth: "nobody's", Action: 1 });
    expect(response.status).toBe(401);
    expect(response.headers.get("x-request-id")).toMatch(/^[0-9a-f]{8}-/);
  });

  it("answers 413 to one byte more than 64 KiB, declared or in chunks", async () => {
    const body = Buffer.alloc(maxBodyBytes + 1, 0x20);
    expect((await app.post(body)).status).toBe(413);
    const chunk = `${(0x8000).toString(16)}\r\n${" ".repeat(0x8000)}\r\n`;
    const head =
      "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n";
    expect(await sendRaw(app.port, `${head}${chunk.repeat(3)}0\r\n\r\n`)).toMatch(
      /^HTTP\/1.1 413 /,
    );
  });

  it("cuts a sender of 1 GiB after little more than the limit", async () => {
    const head = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1073741824\r\n\r\n";
    const body = Buffer.concat([Buffer.from(head), Buffer.alloc(3 * 1024 * 1024, 0x20)]);
    expect(await sendRaw(app.port, body, false)).toMatch(/^HTTP\/1.1 413 /);
  });

  it("answers 404 to other paths and 405 with Allow to other methods", async () => {
    expect((await fetch(`${app.url}/admin`)).status).toBe(404);
    const get = await fetch(app.url);
    expect([get.status, get.headers.get("allow")]).toEqual([405, "POST"]);
    const put = await fetch(`${app.url}/health-check`, { method: "PUT" });
    expect([put.status, put.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
  });

  it.each([
    "/metrics/",
    "//metrics",
    "/%6detrics",
    "/Metrics",
    "/metrics%2f",
    "/metrics/.",
    "/x/../metrics",
    "/ready/",
    "/%74oken",
    "/health-check/",
    "//",
  ])("answers 404 to %s: only a path as it is written counts", async (path) => {
    for (const target of [path, `http://x${path}`, `${path}?x=1`]) {
      const request = `GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`;
      expect(await sendRaw(app.port, request)).toMatch(/^HTTP\/1.1 404 /);
    }
  });

  it.each(["/metrics", "/metrics?x=1", "http://x/metrics", "/ready?", "HTTP://x/token#y"])(
    "knows %s",
    async (target) => {
      const request = `GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`;
      expect(await sendRaw(app.port, request)).toMatch(/^HTTP\/1.1 (200|401) /);
    },
  );

  it("never shows a token in an answer or in its log", async () => {
    const token = "a-wrong-token-that-must-not-show";
    const bodies = [
      { Auth: token, Action: "Success", LogMessage: "m" },
      { Auth: token },
      { ...good(), Action: app.token },
    ];
    for (const body of bodies) {
      const text = await (await postJson(body)).text();
      expect(text).not.toContain(token);
      expect(text).not.toContain(app.token);
    }
    const lines = app.lines.join("\n");
    expect(lines).toContain("unauthorized");
    expect(lines).not.toContain(token);
    expect(lines).not.toContain(app.token);
  });
});

const request = (message: string) => {
  const body = JSON.stringify(good({ LogMessage: message }));
  return `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
};

describe("raw connections", () => {
  it("answers pipelined posts in their order", async () => {
    const many = Array.from({ length: 20 }, (_, index) => request(`pipelined ${index}`));
    const last = request("last").replace("Host: x", "Host: x\r\nConnection: close");
    const received = await sendRaw(app.port, many.join("") + last);
    expect(received.match(/HTTP\/1.1 202/g)).toHaveLength(21);
    const kept = (await app.queue.oldest(1000)).map(({ entry }) => entry.message);
    const pipelined = kept.filter((message) => message.startsWith("pipelined"));
    expect(pipelined).toEqual(many.map((_, index) => `pipelined ${index}`));
  });

  it("keeps nothing of a post that is cut in its body, and goes on", async () => {
    const { waiting } = await app.queue.stats();
    await sendRaw(app.port, request("half").slice(0, -10));
    expect((await app.queue.stats()).waiting).toBe(waiting);
    expect((await postJson(good())).status).toBe(202);
  });

  it.each([
    ["garbage", "\u0000\u0001\u0002\r\n\r\n"],
    [
      "two lengths",
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
    ],
    [
      "length and chunks",
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ],
  ])("answers 400 to %s and closes", async (_what, bytes) => {
    expect(await sendRaw(app.port, bytes)).toMatch(/^HTTP\/1.1 400 /);
  });

  it("answers 431 to headers beyond 16 KiB", async () => {
    const bytes = `GET /health-check HTTP/1.1\r\nHost: x\r\nX-Long: ${"x".repeat(20_000)}\r\n\r\n`;
    expect(await sendRaw(app.port, bytes)).toMatch(/^HTTP\/1.1 431 /);
  });
});
