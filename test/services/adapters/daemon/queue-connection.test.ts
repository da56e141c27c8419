import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import type { Server, Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openQueueConnection } from "../../../../src/services/adapters/daemon/queue-connection.ts";
import {
  maxMessageBytes,
  protocolVersion,
} from "../../../../src/services/adapters/daemon/queue-messages.ts";
import { toLine } from "../../../../src/services/adapters/daemon/line-frames.ts";

const hello = toLine({ hello: protocolVersion, version: "1.0.0", pid: 7 });

const open = (socket: string, limitMs = 20_000, onChanged: () => void = () => undefined) =>
  openQueueConnection({ socket, version: "1.0.0", limitMs, onChanged });

const openWell = async (socket: string, onChanged?: () => void) => {
  const opened = await open(socket, undefined, onChanged);
  if (!opened.ok) throw new Error(opened.error);
  return opened.value;
};

describe("a connection to a daemon", () => {
  let folder = "";
  let server: Server;
  let visitors: Socket[];
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "s3-sftp-conn-"));
    visitors = [];
  });
  afterEach(async () => {
    for (const socket of visitors) socket.destroy();
    server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Listens as a daemon would, and lets `answer` deal with each piece that comes. */
  const listen = (answer: (socket: Socket, text: string) => void) =>
    new Promise<string>((resolve) => {
      const socket = path.join(folder, "desk.sock");
      server = createServer((visitor) => {
        visitors.push(visitor);
        visitor.on("error", () => undefined);
        visitor.on("data", (chunk: Buffer) => answer(visitor, chunk.toString()));
      });
      server.listen(socket, () => resolve(socket));
    });

  it("is none where nobody listens", async () => {
    expect(await open(path.join(folder, "desk.sock"))).toEqual({ ok: false, error: "nobody" });
  });

  it("is none to who does not answer, within its time limit", async () => {
    const socket = await listen(() => undefined);
    expect(await open(socket, 300)).toEqual({ ok: false, error: "silent" });
  });

  it.each(["HTTP/1.1 400 Bad Request\r\n\r\n", `{"hello":"1"}\n`, "null\n"])(
    "is none to who answers %j",
    async (answer) => {
      const socket = await listen((visitor) => visitor.write(answer));
      expect(await open(socket)).toEqual({ ok: false, error: "nobody" });
    },
  );

  it("hands each answer to its call, whatever their order", async () => {
    const socket = await listen((visitor, text) => {
      if (text.includes(`"hello"`)) visitor.write(hello);
      if (!text.includes(`"id":2`)) return;
      visitor.write(toLine({ id: 2, value: "second" }) + toLine({ id: 1, value: "first" }));
    });
    const connection = await openWell(socket);
    const calls = [connection.call({ do: "subscribe" }, 20_000)];
    calls.push(connection.call({ do: "unsubscribe" }, 20_000));
    expect(await Promise.all(calls)).toEqual([
      { state: "answered", value: "first" },
      { state: "answered", value: "second" },
    ]);
    connection.close();
  });

  it("gives a call up after its limit, and ignores the answer that comes too late", async () => {
    const socket = await listen((visitor, text) => {
      if (text.includes(`"hello"`)) visitor.write(hello);
      if (text.includes(`"id":2`))
        visitor.write(toLine({ id: 1, value: 1 }) + toLine({ id: 2, value: 2 }));
    });
    const connection = await openWell(socket);
    expect(await connection.call({ do: "subscribe" }, 50)).toEqual({ state: "silent" });
    expect(await connection.call({ do: "subscribe" }, 20_000)).toEqual({
      state: "answered",
      value: 2,
    });
    connection.close();
  });

  it.each([
    ["nonsense", "nonsense\n"],
    ["an answer without a number", `{"value":1}\n`],
    ["an endless line", "x".repeat(maxMessageBytes + 1)],
  ])("ends at %s, with its calls lost", async (_what, answer) => {
    const socket = await listen((visitor, text) => {
      visitor.write(text.includes(`"hello"`) ? hello : answer);
    });
    const connection = await openWell(socket);
    expect(await connection.call({ do: "subscribe" }, 20_000)).toEqual({ state: "lost" });
    await connection.ended;
    expect(await connection.call({ do: "subscribe" }, 20_000)).toEqual({ state: "lost" });
  });

  it("passes changes on", async () => {
    const socket = await listen((visitor) => visitor.write(hello + toLine({ changed: true })));
    const changed = Promise.withResolvers<void>();
    const connection = await openWell(socket, changed.resolve);
    await changed.promise;
    connection.close();
  });
});
