import { createServer, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import {
  createServer as createTlsServer,
  getCACertificates,
  setDefaultCACertificates,
} from "node:tls";
import { afterEach, describe, expect, it } from "vitest";
import { listenOnLoopback } from "../../../../src/demo/loopback.ts";
import { createBufferPool } from "../../../../src/services/upload/concurrency/buffer-pool.ts";
import { createSystemClock } from "../../../../src/services/adapters/disk/system-clock.ts";
import type { ChunkedBody } from "../../../../src/services/ports/object-store.ts";
import type { HttpSender } from "../../../../src/services/adapters/http/http-call.ts";
import { componentMissing } from "../../../support/processes/components.ts";
import { selfSigned } from "../../../support/processes/tls.ts";
import { callTo, HttpSite } from "../../../support/sites/http-site.ts";
import { campaignSeeds, randomFrom } from "../../../support/values/seeds.ts";

const site = new HttpSite();
const usual = getCACertificates("default");
afterEach(async () => {
  setDefaultCACertificates([...usual]);
  await site.close();
});

/** What a store does with a body. */
const manners = ["takes it", "takes it slowly", "refuses it early", "accepts it early", "hangs up"];

const answerOf = (status: string): string => `HTTP/1.1 ${status}\r\nContent-Length: 0\r\n\r\n`;
const endOfHead = "\r\n\r\n";

/** For so long that the kernel is full, and the sender holds the rest. */
const pause = async (socket: Socket, ms: number): Promise<void> => {
  socket.pause();
  await sleep(ms);
  socket.resume();
};

/** Every byte of a body is the one that its path names: what else arrives is of another body. */
const createChecker = () => {
  const arrived = { bytes: 0, wrong: 0 };
  const serve = (socket: Socket): void => {
    let head = "";
    let body = { manner: "", value: 0, leftBytes: 0 };
    const readHead = (bytes: Buffer): Buffer => {
      head += bytes.toString("latin1");
      const end = head.indexOf(endOfHead);
      if (end < 0) return Buffer.alloc(0);
      const [, manner = "", value] = decodeURIComponent(head.split(" ")[1] ?? "").split("/");
      const leftBytes = Number(/content-length: (\d+)/u.exec(head)?.[1]);
      body = { manner, value: Number(value), leftBytes };
      if (manner === "refuses it early") socket.write(answerOf("403 Forbidden"));
      if (manner === "accepts it early") socket.write(answerOf("200 OK"));
      if (manner !== "takes it") void pause(socket, 20); // never rejects
      const rest = Buffer.from(head.slice(end + endOfHead.length), "latin1");
      head = "";
      return rest;
    };
    /** Gives what follows the body: a connection that has been answered early may be used again. */
    const readBody = (bytes: Buffer): Buffer => {
      const { manner, value, leftBytes } = body;
      const own = bytes.subarray(0, leftBytes);
      arrived.bytes += own.length;
      if (!own.equals(Buffer.alloc(own.length, value))) arrived.wrong += 1;
      body.leftBytes = leftBytes - own.length;
      if (manner === "hangs up") socket.destroy();
      if (manner === "takes it slowly") void pause(socket, 1); // never rejects
      if (body.leftBytes === 0 && manner.startsWith("takes")) socket.write(answerOf("200 OK"));
      return bytes.subarray(own.length);
    };
    socket.on("error", () => undefined); // the client may leave as it likes
    socket.on("data", (chunk: Buffer) => {
      let left = chunk;
      while (left.length > 0) left = body.leftBytes > 0 ? readBody(left) : readHead(left);
    });
  };
  return { arrived, serve };
};

const pieceBytes = 64 * 1024;

/** A body that is read piece by piece into the same memory, as long as that is its own. */
const toRead = (
  sizeBytes: number,
  buffer: Uint8Array,
  value: number,
  isReleased: () => boolean,
): ChunkedBody => ({
  sizeBytes,
  async *chunks() {
    for (let at = 0; at < sizeBytes && !isReleased(); at += pieceBytes) {
      yield buffer.fill(value).subarray(0, Math.min(pieceBytes, sizeBytes - at));
      // Until the next one is asked for it may not change.
      if (!isReleased()) buffer.fill(0);
      await sleep(0);
    }
  },
});

const sendMany = async (
  sender: HttpSender,
  port: number,
  protocol: "http:" | "https:",
  random: () => number,
) => {
  const buffers = createBufferPool(32 * 1024 * 1024, createSystemClock());
  const below = (count: number) => Math.floor(random() * count);
  const answers: number[] = [];
  let given = 0;
  const sendOne = async (): Promise<void> => {
    given += 1;
    const value = given % 256;
    const manner = manners[below(manners.length)] ?? "";
    const isAborted = below(5) === 0;
    const sizeBytes = below(2) === 0 ? 1 + below(32_768) : 1 + below(12_000_000);
    const waitMs = below(30);
    const isRead = below(3) === 0;
    let isReleased = false;
    const bufferBytes = isRead ? pieceBytes : sizeBytes;
    const buffer = await buffers.acquire(bufferBytes, new AbortController().signal);
    buffer.bytes.fill(value);
    const stopper = new AbortController();
    const timer = setTimeout(() => stopper.abort(new Error("enough")), isAborted ? waitMs : 60_000);
    try {
      const reply = await sender.send({
        ...callTo(port, sizeBytes),
        origin: { protocol, hostname: "127.0.0.1", port: String(port) },
        path: `/${encodeURIComponent(manner)}/${value}`,
        body: isRead ? toRead(sizeBytes, buffer.bytes, value, () => isReleased) : buffer.bytes,
        signal: stopper.signal,
      });
      answers.push(reply.status);
    } catch {
      // Aborted, or the store has hung up: what has arrived is looked at all the same.
    } finally {
      clearTimeout(timer);
      // Whoever comes next fills it with something else.
      isReleased = true;
      buffer.release();
    }
  };
  const sendSome = async () => {
    for (let count = 0; count < 10; count += 1) await sendOne();
  };
  await Promise.all(Array.from({ length: 6 }, sendSome));
  return answers;
};

describe("the memory of a body that is used again", () => {
  const protocols = componentMissing("openssl")
    ? (["http:"] as const)
    : (["http:", "https:"] as const);
  const cases = protocols.flatMap((protocol) =>
    campaignSeeds(3, 30).map((seed) => [protocol, seed] as const),
  );

  it.each(cases)(
    "is in no connection any more, over %s, whatever the store does (seed %i)",
    async (protocol, seed) => {
      const { arrived, serve } = createChecker();
      const tls = protocol === "https:" ? selfSigned() : null;
      if (tls) setDefaultCACertificates([...usual, tls.cert]);
      const server = tls ? createTlsServer(tls, serve) : createServer(serve);
      const port = await listenOnLoopback(server, 0);
      try {
        const answers = await sendMany(site.startSender(), port, protocol, randomFrom(seed));
        expect(answers).toContain(200);
        expect(answers).toContain(403);
      } finally {
        server.close();
      }
      expect(arrived.bytes).toBeGreaterThan(0);
      expect(arrived.wrong).toBe(0);
    },
    60_000,
  );
});
