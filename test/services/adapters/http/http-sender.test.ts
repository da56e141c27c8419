import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { HttpTimeout } from "../../../../src/services/adapters/http/http-call.ts";
import type { HttpCall } from "../../../../src/services/adapters/http/http-call.ts";
import { bodyWays, straightWays, WaySite } from "../../../support/sites/body-ways.ts";
import { callTo, HttpSite, say, shortAnswer } from "../../../support/sites/http-site.ts";
import { waitUntil } from "../../../support/processes/wait-until.ts";

const site = new HttpSite();
afterEach(() => site.close());

describe.each(bodyWays)("a request of $way", (way) => {
  let here: WaySite;
  beforeEach(() => {
    here = new WaySite(site, way);
  });
  afterEach(() => here.close());

  it("is answered with status, headers by lower-case names, and body", async () => {
    const { port, heads } = await here.startServer(say(shortAnswer));
    const reply = await here.startSender().send(here.call(port));
    expect(reply).toMatchObject({ status: 200, headers: { etag: '"e"' } });
    expect(reply.body.toString()).toBe("hi");
    expect(heads[0]).toMatch(/^PUT \/bucket\/key HTTP\/1\.1\r\n/u);
  });

  it.each([
    [
      "in pieces",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nh\r\n1\r\ni\r\n0\r\n\r\n",
    ],
    ["after a 100", `HTTP/1.1 100 Continue\r\n\r\n${shortAnswer}`],
    ["without a length", "HTTP/1.1 200 OK\r\n\r\nhi"],
  ])("understands an answer %s", async (_, answer) => {
    const { port } = await here.startServer({
      atRequest: (socket) =>
        answer.includes("h\r\n") || answer === shortAnswer
          ? socket.write(answer)
          : socket.end(answer),
    });
    const reply = await here.startSender().send(here.call(port));
    expect(reply.status).toBe(200);
    expect(reply.body.toString()).toBe("hi");
  });

  it("goes over the connection of the one before", async () => {
    const server = await here.startServer(say(shortAnswer));
    const sender = here.startSender();
    for (let count = 0; count < 3; count += 1) await sender.send(here.call(server.port));
    expect(server.connections()).toBe(1);
  });

  it.each([
    ["says that it closes", "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"],
    [
      "keeps it for too short a time",
      "HTTP/1.1 200 OK\r\nKeep-Alive: timeout=1\r\nContent-Length: 0\r\n\r\n",
    ],
    ["speaks HTTP/1.0", "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n"],
  ])("makes a new connection where the store %s", async (_, answer) => {
    const server = await here.startServer(say(answer));
    const sender = here.startSender();
    for (let count = 0; count < 2; count += 1) await sender.send(here.call(server.port));
    expect(server.connections()).toBe(2);
  });

  it("makes a new connection when the store has hung up meanwhile", async () => {
    const server = await here.startServer({ atRequest: (socket) => socket.end(shortAnswer) });
    const sender = here.startSender();
    await sender.send(here.call(server.port));
    await waitUntil("no connection is open", () => server.open() === 0);
    expect((await sender.send(here.call(server.port))).status).toBe(200);
  });

  it.each([
    ["closes before it answers", "", "ECONNRESET"],
    ["breaks off in its head", "HTTP/1.1 200 OK\r\nCont", "ECONNRESET"],
    ["breaks off in its body", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi", "ECONNRESET"],
    ["speaks something else", "SSH-2.0-OpenSSH_9.2\r\n\r\n", expect.stringMatching(/^HPE_/u)],
    [
      "gives a length below nothing",
      "HTTP/1.1 200 OK\r\nContent-Length: -4\r\n\r\n",
      expect.stringMatching(/^HPE_/u),
    ],
  ])("fails where the store %s", async (_, answer, code) => {
    const { port } = await here.startServer({ atRequest: (socket) => socket.end(answer) });
    await expect(here.startSender().send(here.call(port))).rejects.toMatchObject({ code });
  });

  it("is answered with what a proxy on the way has compressed", async () => {
    const zipped = gzipSync("hi");
    const head = `HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${zipped.length}\r\n\r\n`;
    const answer = Buffer.concat([Buffer.from(head), zipped]);
    const { port } = await here.startServer({ atRequest: (socket) => socket.write(answer) });
    const sender = here.startSender();
    expect((await sender.send(here.call(port))).body.toString()).toBe("hi");
    expect((await sender.send(here.call(port))).body.toString()).toBe("hi");
  });

  it("fails where the answer is compressed in a way that nobody knows", async () => {
    const answer = "HTTP/1.1 200 OK\r\nContent-Encoding: odd\r\nContent-Length: 2\r\n\r\nhi";
    const { port } = await here.startServer(say(answer));
    const failed = here.startSender(60_000).send(here.call(port));
    await expect(failed).rejects.toMatchObject({ code: "HPE_INVALID" });
  });

  it("fails where the store goes over to another protocol", async () => {
    const upgrade =
      "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n";
    const server = await here.startServer(say(upgrade));
    const failed = here.startSender(60_000).send(here.call(server.port));
    await expect(failed).rejects.toMatchObject({ code: "HPE_INVALID" });
    await waitUntil("no connection is open", () => server.open() === 0);
  });

  it("says why no address of a name can be reached", async () => {
    const server = await here.startServer({});
    await server.close();
    const origin = { protocol: "http:", hostname: "localhost", port: String(server.port) } as const;
    const failed = here.startSender().send(here.call(server.port, { origin }));
    await expect(failed).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });

  it("fails when nothing is heard for too long", async () => {
    const { port } = await here.startServer({});
    const failed = here.startSender(60).send(here.call(port));
    await expect(failed).rejects.toEqual(new HttpTimeout("idle", 60));
  });

  it("ends with the reason of its signal, and its connection with it", async () => {
    const asked = Promise.withResolvers<void>();
    const server = await here.startServer({ atRequest: () => asked.resolve() });
    const stopper = new AbortController();
    const sent = here.startSender().send(here.call(server.port, { signal: stopper.signal }));
    await asked.promise;
    stopper.abort(new Error("no more"));
    await expect(sent).rejects.toThrow("no more");
    await waitUntil("no connection is open", () => server.open() === 0);
  });

  it("is not begun after its signal", async () => {
    const server = await here.startServer(say(shortAnswer));
    const signal = AbortSignal.abort(new Error("too late"));
    const sender = here.startSender();
    await expect(sender.send(here.call(server.port, { signal }))).rejects.toThrow("too late");
    await sender.send(here.call(server.port));
    expect(server.heads).toHaveLength(1);
  });

  it("tells how much of it the network has taken, and never goes back", async () => {
    const { port } = await here.startServer(say(shortAnswer));
    const sent: number[] = [];
    await here.startSender().send(here.call(port, { onSent: (at) => sent.push(at) }));
    expect(sent[0]).toBe(0);
    expect(sent.at(-1)).toBe(way.bytes);
    expect(sent).toEqual(sent.toSorted((one, other) => one - other));
  });

  it.each<[string, Partial<HttpCall>, string]>([
    [
      "a header that would end its line",
      { headers: { "x-amz-meta-a": "b\r\nx-amz-acl: public-read" } },
      "ERR_INVALID_CHAR",
    ],
    [
      "a name that would end its line",
      { headers: { "x-amz-acl: public-read\r\nx-amz-meta-a": "b" } },
      "ERR_INVALID_HTTP_TOKEN",
    ],
    [
      "a path that would end its line",
      { path: "/bucket/key HTTP/1.1\r\nx-amz-acl: public-read" },
      "ERR_UNESCAPED_CHARACTERS",
    ],
  ])("never carries %s", async (_, call, code) => {
    const server = await here.startServer(say(shortAnswer));
    const failed = here.startSender().send(here.call(server.port, call));
    await expect(failed).rejects.toMatchObject({ code });
    expect(server.heads).toHaveLength(0);
  });
});

it.each(straightWays)("a request of $way fails when TLS is not there in time", async (way) => {
  const { port } = await site.startServer({});
  const origin = { protocol: "https:", hostname: "127.0.0.1", port: String(port) } as const;
  const call = new WaySite(site, way).call(port, { origin });
  await expect(site.startSender(5_000, 60).send(call)).rejects.toEqual(
    new HttpTimeout("connect", 60),
  );
});

it("a request that is answered before it is sent does not go on, and no other follows it", async () => {
  const server = await site.startServer({
    atHead: (socket) => {
      socket.pause();
      socket.write("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
    },
  });
  const sender = site.startSender();
  // More than the kernel takes while nobody reads.
  const bytes = 32_000_000;
  for (let count = 0; count < 2; count += 1)
    expect((await sender.send(callTo(server.port, bytes))).status).toBe(403);
  expect(server.connections()).toBe(2);
});
