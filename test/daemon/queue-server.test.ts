import { once } from "node:events";
import { createConnection } from "node:net";
import type { Socket } from "node:net";
import { chmod, stat, unlink } from "node:fs/promises";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  maxMessageBytes,
  protocolVersion,
} from "../../src/services/adapters/daemon/queue-messages.ts";
import { toLine } from "../../src/services/adapters/daemon/line-frames.ts";
import { MemoryUploadQueue, requestFor } from "../support/fakes/memory-upload-queue.ts";
import { serveQueue } from "../support/sites/served-queue.ts";
import type { ServedQueue } from "../support/sites/served-queue.ts";

const hello = toLine({ hello: protocolVersion, version: "1.0.0", pid: 0 });

describe("a served queue", () => {
  let queue: MemoryUploadQueue;
  let served: ServedQueue;
  const secrets = new Map<string, string | null>();
  beforeEach(async () => {
    queue = new MemoryUploadQueue();
    secrets.clear();
    served = await serveQueue(queue, {
      keepSecret: (account, secret) => void secrets.set(account, secret),
    });
  });
  afterEach(async () => {
    await served.close();
    queue.stop();
  });

  /** A foreign program on the socket: what it got, and whether it was cut off. */
  const visit = () => {
    const socket: Socket = createConnection(served.socket);
    const visit = { socket, got: "", isCutOff: false };
    socket.on("data", (chunk: Buffer) => (visit.got += chunk.toString()));
    socket.on("error", () => undefined);
    socket.on("close", () => (visit.isCutOff = true));
    return visit;
  };
  type RequestContext = ReturnType<typeof visit>;

  const cutOff = (visitor: RequestContext) => expect.poll(() => visitor.isCutOff).toBe(true);
  const answered = (visitor: RequestContext, count: number) =>
    expect.poll(() => visitor.got.split("\n")).toHaveLength(count + 1);

  it("is closed to others: 0600 in a folder of 0700", async () => {
    expect((await stat(served.socket)).mode & 0o777).toBe(0o600);
    expect((await stat(path.dirname(served.socket))).mode & 0o777).toBe(0o700);
  });

  it("tells its build to who asks as the first release did, and nothing of one from source", async () => {
    const build = { id: "0123456789abcdef", folder: "/usr/lib/s3-sftp/dist" };
    const built = await serveQueue(queue, { build });
    for (const [socket, told] of [
      [built.socket, { build }],
      [served.socket, {}],
    ] as const) {
      const app = createConnection(socket);
      app.write(toLine({ hello: 1, version: "0.1.0", pid: 0 }));
      const [line]: unknown[] = await once(app, "data");
      const { hello, version, pid, ...more }: Record<string, unknown> = JSON.parse(String(line));
      expect([hello, version, pid]).toEqual([protocolVersion, "1.0.0", process.pid]);
      expect(more).toEqual(told);
      app.destroy();
    }
    await built.close();
  });

  it("does not listen in a folder that others may write", async () => {
    const folder = path.dirname(served.socket);
    await chmod(folder, 0o777);
    served.server.stopListening();
    expect(await served.server.listen()).toEqual({ ok: false, error: "unsafe folder" });
    await chmod(folder, 0o700);
    expect((await served.server.listen()).ok).toBe(true);
  });

  it("says that no socket can be made where the name is too long", async () => {
    const folder = path.dirname(served.socket);
    const socket = path.join(folder, "x".repeat(120));
    const other = serveQueue(queue, { candidates: [{ folder, socket }] });
    await expect(other).rejects.toThrow("no socket");
  });

  it("notices that its socket was removed, and listens again", async () => {
    expect(await served.server.isReachable()).toBe(true);
    await unlink(served.socket);
    expect(await served.server.isReachable()).toBe(false);
    served.server.stopListening();
    await served.server.listen();
    expect(await served.server.isReachable()).toBe(true);
    expect((await (await served.connect()).snapshot({ from: 0, count: 1 })).rowCount).toBe(0);
  });

  it.each([
    ["no JSON", "GET / HTTP/1.1\r\n\r\n"],
    ["JSON without a hello", `{"id":1,"call":{"do":"pause","which":"all"}}\n`],
    ["a call without a number", `${hello}{"call":{"do":"pause","which":"all"}}\n`],
    ["bytes that are no text", Buffer.from([0xff, 0xfe, 0x00, 0x0a])],
  ])("cuts off who sends %s, and goes on with others", async (_what, bytes) => {
    const stranger = visit();
    stranger.socket.write(bytes);
    await cutOff(stranger);
    expect((await (await served.connect()).snapshot({ from: 0, count: 1 })).rowCount).toBe(0);
    expect(served.faults).toEqual([]);
  });

  it("cuts off who says nothing", async () => {
    const stranger = visit();
    await cutOff(stranger);
    expect(stranger.got).toBe("");
  });

  it("cuts off an endless line before it fills the memory", async () => {
    const stranger = visit();
    const megabyte = Buffer.alloc(1024 * 1024, "x");
    let sent = 0;
    stranger.socket.write(hello);
    while (!stranger.isCutOff && sent < 2 * maxMessageBytes) {
      sent += megabyte.length;
      // Once it is cut off there is no drain to wait for.
      if (!stranger.socket.write(megabyte)) await wait(1);
    }
    await cutOff(stranger);
    expect(sent).toBeLessThanOrEqual(2 * maxMessageBytes);
  });

  it("answers a call of another version, and stays connected", async () => {
    const app = visit();
    app.socket.write(hello + toLine({ id: 1, call: { do: "reorder", which: "all" } }));
    app.socket.write(toLine({ id: 2, call: { do: "limit", bytesPerSecond: null } }));
    await answered(app, 3);
    const lines = app.got.trim().split("\n").slice(1);
    expect(lines).toEqual([`{"id":1,"fault":"not understood"}`, `{"id":2,"value":null}`]);
    app.socket.destroy();
  });

  it("does nothing for another protocol but to hand over", async () => {
    const app = visit();
    app.socket.write(toLine({ hello: protocolVersion + 1, version: "9.0.0", pid: 0 }));
    app.socket.write(toLine({ id: 1, call: { do: "cancel", which: "all" } }));
    app.socket.write(toLine({ id: 2, call: { do: "handOver" } }));
    await answered(app, 3);
    expect(app.got).toContain(`{"id":1,"fault":"not understood"}`);
    expect(app.got).toContain(`{"id":2,"value":null}`);
    app.socket.destroy();
  });

  it("runs the commands of an app in their order", async () => {
    const app = await served.connect();
    const added = app.add([requestFor("/a.txt")]);
    const commands = [app.pause("all"), app.resume("all"), app.pause("all")];
    await Promise.all([added, ...commands]);
    expect((await app.snapshot({ from: 0, count: 1 })).rows[0]?.state).toBe("paused");
  });

  it("shows one queue to two apps, and tells both of changes", async () => {
    const [one, other] = [await served.connect(), await served.connect()];
    let heard = 0;
    other.subscribe(() => (heard += 1));
    await one.add([requestFor("/a.txt")]);
    await expect.poll(() => heard).toBeGreaterThan(0);
    expect((await other.snapshot({ from: 0, count: 9 })).rows[0]?.path).toBe("/a.txt");
    expect(served.server.attached).toBe(2);
    one.close();
    await expect.poll(() => served.server.attached).toBe(1);
  });

  it("reports a bug of the queue as a fault, and lives on", async () => {
    queue.limit = () => Promise.reject(new Error("a bug"));
    const app = await served.connect();
    await expect(app.limit(1)).rejects.toThrow("failed");
    expect(served.faults).toHaveLength(1);
    expect((await app.snapshot({ from: 0, count: 1 })).rowCount).toBe(0);
  });

  it("keeps a secret that an app gives, and never says it back", async () => {
    const app = await served.connect();
    await app.giveSecret("connection:acme", "wJalrXUtnFEMI");
    expect(secrets.get("connection:acme")).toBe("wJalrXUtnFEMI");
    await app.add([requestFor("/a.txt")]);
    expect(JSON.stringify(await app.snapshot({ from: 0, count: 9 }))).not.toContain(
      "wJalrXUtnFEMI",
    );
    await app.giveSecret("connection:acme", null);
    expect(secrets.get("connection:acme")).toBeNull();
  });

  it("takes a queue of 20,000 files in several messages, in order", async () => {
    const app = await served.connect();
    const paths = Array.from({ length: 20_000 }, (_, at) => `/files/${"d".repeat(40)}/${at}.txt`);
    const added = await app.add(paths.map(requestFor));
    expect(added.ok && added.value.map(({ path }) => path)).toEqual(paths);
    expect((await app.snapshot({ from: 10_000, count: 50 })).rows).toHaveLength(50);
  });
});
