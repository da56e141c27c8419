import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  parseHello,
  parseNumberedRequest,
} from "../../../../src/services/adapters/daemon/parse-queue-request.ts";
import { createStillQueue, someSnapshot } from "../../../support/fakes/still-queue.ts";

const request = {
  path: "/files/a.txt",
  target: { connection: "acme", bucket: "inbox", key: "a.txt" },
  conflict: "skip",
  options: { tags: { k: "v" }, contentType: "text/plain" },
};

const fingerprint = { sizeBytes: 3, mtimeMs: 1.5, inode: 7, device: 8 };

const parse = (call: unknown) => parseNumberedRequest({ id: 7, call })?.call;

/** What a queue is asked for by a call. */
const askedBy = async (message: unknown) => {
  const { queue, asked } = createStillQueue(someSnapshot([]));
  const call = parse(message);
  if (call && "runOn" in call) await call.runOn(queue);
  return asked;
};

describe("parseNumberedRequest", () => {
  it.each([
    [{ do: "add", requests: [request] }, ["add", [request]]],
    [
      { do: "add", requests: [{ ...request, fingerprint }] },
      ["add", [{ ...request, fingerprint }]],
    ],
    [{ do: "pause", which: "all" }, ["pause", "all"]],
    [{ do: "resume", which: ["a"] }, ["resume", ["a"]]],
    [{ do: "cancel", which: [] }, ["cancel", []]],
    [{ do: "dismiss", which: "all" }, ["dismiss", "all"]],
    [{ do: "retry", which: "all", conflict: null }, ["retry", "all"]],
    [{ do: "retry", which: ["a"], conflict: "replace" }, ["retry", ["a"], "replace"]],
    [{ do: "limit", bytesPerSecond: null }, ["limit", null]],
    [{ do: "limit", bytesPerSecond: 1.5 }, ["limit", 1.5]],
  ])("takes the command of the queue %j", async (call, asked) => {
    expect(await askedBy(call)).toEqual([asked]);
  });

  it("takes a snapshot, which waits for no command before it", () => {
    expect(parse({ do: "snapshot", from: 0, count: 10 })).toMatchObject({ isView: true });
    expect(parse({ do: "pause", which: "all" })).toMatchObject({ isView: false });
  });

  it.each([
    { do: "subscribe" },
    { do: "unsubscribe" },
    { do: "secret", account: "connection:acme", secret: "s" },
    { do: "secret", account: "connection:acme", secret: null },
    { do: "begin", isSuccessor: true },
    { do: "refresh" },
    { do: "handOver" },
  ])("takes $do", (call) => {
    expect(parse(call)).toEqual(call);
  });

  it.each([
    ["an unknown verb", { do: "delete", which: "all" }],
    ["no verb", { which: "all" }],
    ["a verb that every object has", { do: "toString" }],
    ["ids that are no text", { do: "pause", which: [1] }],
    ["a selection that is neither", { do: "pause", which: "some" }],
    ["a request without target", { do: "add", requests: [{ ...request, target: undefined }] }],
    ["an unknown conflict", { do: "add", requests: [{ ...request, conflict: "ask" }] }],
    [
      "tags that are no text",
      { do: "add", requests: [{ ...request, options: { tags: { k: 1 } } }] },
    ],
    ["options that are no object", { do: "add", requests: [{ ...request, options: "x" }] }],
    ["one bad request among good ones", { do: "add", requests: [request, 1] }],
    ["half a fingerprint", { do: "add", requests: [{ ...request, fingerprint: { inode: 1 } }] }],
    ["a begin that says nothing", { do: "begin" }],
    ["a limit of nothing", { do: "limit", bytesPerSecond: 0 }],
    ["a limit that is no number", { do: "limit", bytesPerSecond: "1" }],
    ["a window before the start", { do: "snapshot", from: -1, count: 10 }],
    ["a window of half a row", { do: "snapshot", from: 0, count: 0.5 }],
    ["a secret that is no text", { do: "secret", account: "a", secret: 1 }],
    ["a secret longer than any", { do: "secret", account: "a", secret: "x".repeat(20_000) }],
  ])("does not understand %s", (_what, call) => {
    expect(parseNumberedRequest({ id: 7, call })).toEqual({ id: 7, call: null });
  });

  it("leaves out fields that no request has", async () => {
    const call = { do: "add", requests: [{ ...request, state: "delivered", options: { x: "y" } }] };
    expect(await askedBy(call)).toEqual([["add", [{ ...request, options: {} }]]]);
  });

  it("never throws, whatever the message", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (value, call) => {
        parseNumberedRequest(value);
        parseNumberedRequest({ id: 1, call });
        parseHello(value);
      }),
    );
  });
});

describe("parseHello", () => {
  it("takes any protocol number, so that versions can meet", () => {
    const hello = { hello: 99, version: "12.0.0", pid: 4 };
    expect(parseHello({ ...hello, more: true })).toEqual(hello);
  });

  it("takes the first release's, which tells no build, and that of a daemon with one", () => {
    const hello = { hello: 1, version: "0.1.0", pid: 4 };
    expect(parseHello(hello)).toEqual(hello);
    const build = { id: "0123456789abcdef", folder: "/usr/lib/s3-sftp/dist" };
    expect(parseHello({ ...hello, build })).toEqual({ ...hello, build });
    expect(parseHello({ ...hello, build: { id: 7 } })).toEqual(hello);
  });

  it.each([[null], ["hello"], [{ hello: "1", version: "1.0.0", pid: 0 }], [{ hello: 1, pid: 0 }]])(
    "refuses %j",
    (value) => {
      expect(parseHello(value)).toBeNull();
    },
  );
});
