import type { Socket } from "node:net";
import { execFile } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { getCACertificates, setDefaultCACertificates, TLSSocket } from "node:tls";
import { promisify } from "node:util";
import * as fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { componentMissing } from "../../../support/processes/components.ts";
import { callTo, HttpSite, lanes, say, shortAnswer } from "../../../support/sites/http-site.ts";
import type { ServerScript } from "../../../support/processes/scripted-server.ts";
import { selfSigned } from "../../../support/processes/tls.ts";
import { waitUntil } from "../../../support/processes/wait-until.ts";

const site = new HttpSite();
afterEach(() => site.close());

/** Answers when as many requests as a group has are under way together. */
const answerInGroups = (sizes: readonly number[]) => {
  const left = [...sizes];
  let asking: Socket[] = [];
  return (socket: Socket): void => {
    asking.push(socket);
    if (asking.length < (left[0] ?? 1)) return;
    left.shift();
    for (const each of asking) each.write(shortAnswer);
    asking = [];
  };
};

/** The certificate of these servers is for the name. */
const byName = ({ port }: { readonly port: number }) =>
  ({ protocol: "https:", hostname: "localhost", port: String(port) }) as const;

describe("a connection", () => {
  it("understands an answer wherever it is cut", async () => {
    const answer = `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nETag: "e"\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n`;
    let cuts: readonly number[] = [];
    const server = await site.startServer({
      atRequest: async (socket) => {
        for (const [index, at] of [0, ...cuts].entries()) {
          socket.write(answer.slice(at, cuts[index] ?? answer.length));
          // The network would join what is written at once: the cuts are the subject.
          await sleep(1);
        }
      },
    });
    const sender = site.startSender();
    const somewhere = fc.uniqueArray(fc.integer({ min: 1, max: answer.length - 1 }), {
      maxLength: 5,
    });
    await fc.assert(
      fc.asyncProperty(somewhere, async (places) => {
        cuts = places.toSorted((one, other) => one - other);
        const reply = await sender.send(callTo(server.port, 3));
        expect(reply.headers["etag"]).toBe('"e"');
        expect(reply.body.toString()).toBe("hello world");
      }),
      { numRuns: 60 },
    );
    expect(server.connections()).toBe(1);
  });

  it("keeps what it has of an answer while another one is read", async () => {
    const asking: Socket[] = [];
    const server = await site.startServer({
      atRequest: async (socket) => {
        const place = asking.push(socket);
        if (place < 2) return;
        const [first, second] = asking;
        first?.write("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\naaaa");
        await sleep(5);
        second?.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbbbb");
        await sleep(5);
        first?.write("cccc");
      },
    });
    const sender = site.startSender();
    const first = sender.send(callTo(server.port, 3));
    await waitUntil("one is asking", () => asking.length === 1);
    const second = sender.send(callTo(server.port, 3));
    expect(String((await second).body)).toBe("bbbb");
    expect(String((await first).body)).toBe("aaaacccc");
  });

  it("is given up when the store says something that nobody asked for", async () => {
    const sockets: Socket[] = [];
    const server = await site.startServer({
      atRequest: (socket) => {
        sockets.push(socket);
        socket.write(shortAnswer);
      },
    });
    const sender = site.startSender();
    await sender.send(callTo(server.port, 3));
    sockets[0]?.write(shortAnswer.replace("200 OK", "500 No"));
    await waitUntil("no connection is open", () => server.open() === 0);
    expect((await sender.send(callTo(server.port, 3))).status).toBe(200);
  });

  it.each([
    ["twice", shortAnswer + shortAnswer],
    ["and begins another answer", `${shortAnswer}HTTP/1.1 200 OK\r\n`],
  ])("is not used again when the store answers %s", async (_, answer) => {
    const server = await site.startServer(say(answer));
    const sender = site.startSender();
    for (let count = 0; count < 2; count += 1)
      expect((await sender.send(callTo(server.port, 3))).status).toBe(200);
    expect(server.connections()).toBe(2);
  });

  it.each([
    ["a length that leads back to its head", "HTTP/1.1 200 OK\r\nContent-Length: -40\r\n\r\nX"],
    [
      "a piece of less than nothing",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-6\r\nX",
    ],
    [
      "a good answer after a bad one",
      `HTTP/1.1 200 OK\r\nContent-Length: 0x0\r\n\r\n${shortAnswer}`,
    ],
    [
      "an encoding that nobody asked for",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
    ],
  ])("ends at %s", async (_, answer) => {
    const { port } = await site.startServer(say(answer));
    const failed = site.startSender().send(callTo(port, 3));
    await expect(failed).rejects.toMatchObject({ code: expect.stringMatching(/^HPE_/u) });
  });

  it.each([
    ["204 with a length", "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n", 204],
    [
      "bytes that are no ASCII",
      "HTTP/1.1 200 \u008a\r\nX: \u00c4\u008d\r\nContent-Length: 0\r\n\r\n",
      200,
    ],
  ])("understands %s", async (_, answer, status) => {
    const { port } = await site.startServer({
      atRequest: (socket) => socket.write(answer, "latin1"),
    });
    expect((await site.startSender().send(callTo(port, 3))).status).toBe(status);
  });

  it("is one for each request under way", async () => {
    const server = await site.startServer({ atRequest: answerInGroups([5, 5]) });
    const sender = site.startSender();
    const round = () =>
      Promise.all(Array.from({ length: 5 }, () => sender.send(callTo(server.port, 3))));
    await round();
    await round();
    expect(server.connections()).toBe(5);
    sender.close();
    await waitUntil("no connection is open", () => server.open() === 0);
  });

  it("that rests keeps no program alive", async () => {
    const { port } = await site.startServer(say(shortAnswer));
    const source = new URL(
      "../../../../src/services/adapters/http/http-sender.ts",
      import.meta.url,
    );
    const program = `
      import { createHttpSender } from ${JSON.stringify(source.href)};
      const sender = createHttpSender({ connectTimeoutMs: 5000, idleTimeoutMs: 5000, environment: {} });
      const origin = { protocol: "http:", hostname: "127.0.0.1", port: "${port}" };
      const headers = { "content-length": "1" };
      const reply = await sender.send({ method: "PUT", origin, path: "/", headers, body: Buffer.from("x") });
      console.log(reply.status);`;
    const ended = promisify(execFile)(process.execPath, ["--input-type=module", "-e", program], {
      timeout: 8_000,
    });
    expect((await ended).stdout).toBe("200\n");
  });
});

describe.runIf(!componentMissing("openssl"))("connections over TLS", () => {
  const usual = getCACertificates("default");
  afterEach(() => setDefaultCACertificates(usual));

  it.each(lanes)("prove themselves once, for requests of $lane", async ({ bytes }) => {
    const tls = selfSigned();
    setDefaultCACertificates([...usual, tls.cert]);
    const isResumed = new Map<Socket, boolean>();
    const script: ServerScript = {
      atHead: (socket) =>
        isResumed.set(socket, socket instanceof TLSSocket && socket.isSessionReused()),
      atRequest: answerInGroups([1, 2]),
    };
    const server = await site.startServer(script, tls);
    const sender = site.startSender();
    const origin = byName(server);
    const call = callTo(server.port, bytes, { origin });
    await sender.send(call);
    await Promise.all([sender.send(call), sender.send(call)]);
    // Three where the first one is not free yet: Node may hear of its last bytes after the answer to them.
    expect(isResumed.size).toBeGreaterThanOrEqual(2);
    expect([...isResumed.values()].filter((each) => !each)).toHaveLength(1);
  });

  it("are given smaller pieces when they are many, since each keeps room for two", async () => {
    const tls = selfSigned();
    setDefaultCACertificates([...usual, tls.cert]);
    const count = 16;
    const server = await site.startServer({ atRequest: answerInGroups([count, count]) }, tls);
    const sender = site.startSender();
    const origin = byName(server);
    const steps: number[] = [];
    const sendAll = () =>
      Promise.all(
        Array.from({ length: count }, () => {
          let before = 0;
          const onSent = (sentBytes: number) => {
            steps.push(sentBytes - before);
            before = sentBytes;
          };
          return sender.send(callTo(server.port, 1_000_000, { origin, onSent }));
        }),
      );
    await sendAll();
    steps.length = 0;
    await sendAll();
    expect(Math.max(...steps)).toBeLessThanOrEqual((6 * 1024 * 1024) / (2 * count));
  });

  it("begin anew after one whose session was refused", async () => {
    const tls = selfSigned();
    setDefaultCACertificates([...usual, tls.cert]);
    const closing = say(shortAnswer.replace("\r\n", "\r\nConnection: close\r\n"));
    const server = await site.startServer(closing, { ...tls, refusesSessions: true });
    const sender = site.startSender();
    const origin = byName(server);
    const call = callTo(server.port, 3, { origin });
    await sender.send(call);
    await expect(sender.send(call)).rejects.toMatchObject({ code: "ECONNRESET" });
    expect((await sender.send(call)).status).toBe(200);
  });

  it.each(lanes)("are not made to somebody else, for requests of $lane", async ({ bytes }) => {
    const tls = selfSigned("DNS:elsewhere.example");
    setDefaultCACertificates([...usual, tls.cert]);
    const server = await site.startServer(say(shortAnswer), tls);
    const origin = {
      protocol: "https:",
      hostname: "127.0.0.1",
      port: String(server.port),
    } as const;
    const failed = site.startSender().send(callTo(server.port, bytes, { origin }));
    await expect(failed).rejects.toMatchObject({ code: "ERR_TLS_CERT_ALTNAME_INVALID" });
    expect(server.heads).toHaveLength(0);
  });
});
