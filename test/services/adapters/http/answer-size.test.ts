import type { Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import {
  AnswerTooLong,
  listAnswerBytes,
  shortAnswerBytes,
} from "../../../../src/services/adapters/http/answer-size.ts";
import { createHttpLogSink } from "../../../../src/services/adapters/http/http-log-sink.ts";
import { createS3ObjectStore } from "../../../../src/services/adapters/s3/s3-object-store.ts";
import { callTo, HttpSite } from "../../../support/sites/http-site.ts";
import { put } from "../../../support/sites/stand-in-store.ts";
import { waitUntil } from "../../../support/processes/wait-until.ts";
import { someOutcome } from "../../../support/values/transfers.ts";

const site = new HttpSite();
afterEach(() => site.close());

const block = Buffer.alloc(64 * 1024, "x");

/** Writes `piece` for as long as anybody takes it. */
const writeForEver = (socket: Socket, piece: Buffer): void => {
  const more = () => {
    while (!socket.destroyed && socket.write(piece));
    socket.once("drain", more);
  };
  socket.on("error", () => socket.destroy());
  more();
};

/** Answers with this head, and then without end. */
const endless = (head: string, piece: Buffer = block) => ({
  atRequest: (socket: Socket) => {
    socket.write(head);
    writeForEver(socket, piece);
  },
});

const chunk = Buffer.concat([
  Buffer.from(`${block.length.toString(16)}\r\n`),
  block,
  Buffer.from("\r\n"),
]);

const heads: readonly [string, string, Buffer][] = [
  ["of a length beyond all", "HTTP/1.1 200 OK\r\nContent-Length: 9007199254740991\r\n\r\n", block],
  ["in chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", chunk],
  ["until its connection ends", "HTTP/1.1 200 OK\r\n\r\n", block],
];

describe("an answer without end", () => {
  it.each(heads)("%s ends with its connection", async (_, head, piece) => {
    const server = await site.startServer(endless(head, piece));
    const sent = site.startSender().send(callTo(server.port, 9));
    await expect(sent).rejects.toEqual(new AnswerTooLong(200, shortAnswerBytes));
    await waitUntil("no connection is open", () => server.open() === 0);
  });

  it.each<[string, string, Buffer]>([
    ["a head", "HTTP/1.1 200 OK\r\n", Buffer.from("x-more: of it\r\n")],
    ["a line of a head", "HTTP/1.1 200 OK\r\nx-more: ", block],
    ["answers before the answer", "", Buffer.from("HTTP/1.1 100 Continue\r\n\r\n".repeat(100))],
    ["an extension of a chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;a=", block],
    [
      "what follows the last chunk",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n",
      Buffer.from("x-more: of it\r\n"),
    ],
  ])("that is %s is no HTTP", async (_, head, piece) => {
    const server = await site.startServer(endless(head, piece));
    const sent = site.startSender().send(callTo(server.port, 9));
    await expect(sent).rejects.toMatchObject({ code: expect.stringMatching(/^HPE_/u) });
    await waitUntil("no connection is open", () => server.open() === 0);
  });

  it("is taken up to the size that the request allows", async () => {
    const bytes = shortAnswerBytes + 1;
    const head = `HTTP/1.1 200 OK\r\nContent-Length: ${bytes}\r\n\r\n`;
    const server = await site.startServer({
      atRequest: (socket) => void socket.write(head + "x".repeat(bytes)),
    });
    const sender = site.startSender();
    const reply = await sender.send(callTo(server.port, 9, { maxAnswerBytes: bytes }));
    expect(reply.body).toHaveLength(bytes);
    await expect(sender.send(callTo(server.port, 9))).rejects.toThrow(AnswerTooLong);
  });
});

const openStore = (port: number) =>
  createS3ObjectStore({
    address: { region: "us-east-1", endpoint: `http://127.0.0.1:${port}` },
    credentials: { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "secret" },
    environment: {},
  });

const s3Head = (status: string) =>
  `HTTP/1.1 ${status}\r\nx-amz-request-id: 1\r\nContent-Type: application/xml\r\nTransfer-Encoding: chunked\r\n\r\n`;

describe.each([["200 OK"], ["403 Forbidden"]])("a store that answers %s without end", (status) => {
  const fault = {
    ok: false,
    error: { code: "StoreFault", answer: { status: Number(status.slice(0, 3)) } },
  };

  it("has a fault, by a put", async () => {
    const server = await site.startServer(endless(s3Head(status), chunk));
    const store = openStore(server.port);
    expect(await put(store)).toMatchObject(fault);
    store.close();
  });

  it("has a fault, by a list, which may be longer", async () => {
    let written = 0;
    const server = await site.startServer({
      atRequest: (socket) => {
        socket.write(s3Head(status));
        writeForEver(socket, chunk);
        socket.once("close", () => {
          written = socket.bytesWritten;
        });
      },
    });
    const store = openStore(server.port);
    const signal = AbortSignal.timeout(20_000);
    const page = await store.list({ bucket: "inbox", prefix: "", maxKeys: 2, signal });
    expect(page).toMatchObject(fault);
    await waitUntil("no connection is open", () => server.open() === 0);
    expect(written).toBeGreaterThan(listAnswerBytes);
    store.close();
  });
});

const openLog = async (status: string) => {
  const head = `HTTP/1.1 ${status}\r\nTransfer-Encoding: chunked\r\n\r\n`;
  const server = await site.startServer(endless(head, chunk));
  return createHttpLogSink({ url: `http://127.0.0.1:${server.port}`, token: "t" });
};

describe("a log server that answers without end", () => {
  it.each([
    ["200 OK", { code: "NotALogServer", status: 200 }],
    ["500 Oops", { code: "LogServerRefused", status: 500, permanent: false }],
    ["401 No", { code: "LogServerRefused", status: 401, permanent: true }],
  ])("has not taken a message, by %s", async (status, error) => {
    const sink = await openLog(status);
    const answer = await sink.deliver(someOutcome(), AbortSignal.timeout(20_000));
    expect(answer).toMatchObject({ ok: false, error });
  });

  it("has not said pong", async () => {
    const sink = await openLog("200 OK");
    expect(await sink.ping(AbortSignal.timeout(20_000))).toMatchObject({
      ok: false,
      error: { code: "NotALogServer", status: 200 },
    });
  });
});
