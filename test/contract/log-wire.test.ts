import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeServer } from "../../src/demo/loopback.ts";
import { createHttpLogSink } from "../../src/services/adapters/http/http-log-sink.ts";
import { sendRaw, startLogApp, type LogApp } from "../support/sites/log-app.ts";
import { someOutcome } from "../support/values/transfers.ts";
import { listenForTests } from "../support/processes/listen-for-tests.ts";

/** What the original client puts on the wire: a Go program that names no content type. */
const originalPost = (token: string, action: string, message: string): string => {
  const body = JSON.stringify({ Auth: token, Action: action, LogMessage: message });
  const head = [
    "POST / HTTP/1.1",
    "Host: log.example:31313",
    "User-Agent: Go-http-client/1.1",
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Accept-Encoding: gzip",
    "Connection: close",
  ];
  return `${head.join("\r\n")}\r\n\r\n${body}`;
};

describe("the original client against our server", () => {
  let app: LogApp;
  beforeAll(async () => {
    app = await startLogApp();
  });
  afterAll(async () => app.close());

  it.each(["Success", "Fail"])("has its %s taken", async (action) => {
    const answer = await sendRaw(
      app.port,
      originalPost(app.token, action, "fïle.txt: done\n"),
      false,
    );
    expect(answer).toMatch(/^HTTP\/1.1 202 /);
    const [queued] = (await app.queue.oldest(10)).slice(-1);
    expect(queued?.entry).toMatchObject({
      action,
      message: "fïle.txt: done\n",
      tokenName: "tests",
    });
  });

  it("may escape what Go escapes, and send its body in chunks", async () => {
    const body = `{"Auth":"${app.token}","Action":"Fail","LogMessage":"a \\u003cb\\u003e \\u0026 c"}\n`;
    const head =
      "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n";
    const chunked = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
    expect(await sendRaw(app.port, head + chunked, false)).toMatch(/^HTTP\/1.1 202 /);
    const [queued] = (await app.queue.oldest(10)).slice(-1);
    expect(queued?.entry.message).toBe("a <b> & c");
  });

  it("is refused with a wrong token", async () => {
    expect(await sendRaw(app.port, originalPost("wrong", "Success", "m"), false)).toMatch(
      /^HTTP\/1.1 401 /,
    );
  });
});

describe("our client against the original server", () => {
  const bodies: string[] = [];
  // It decodes three strings, ignores what else is there, and answers an empty 200 whatever it thought of them.
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      if (request.url === "/health-check") return response.end("pong");
      bodies.push(body);
      return response.end();
    });
  });
  let url = "";
  beforeAll(async () => {
    url = await listenForTests(server);
  });
  afterAll(() => closeServer(server));

  const send = async (changes: Parameters<typeof someOutcome>[0]) => {
    const sink = createHttpLogSink({ url, token: "the-token" });
    const result = await sink.deliver(someOutcome(changes), AbortSignal.timeout(20_000));
    expect(result.ok).toBe(true);
    return bodies.at(-1) ?? "";
  };

  it("sends exactly these bytes", async () => {
    const outcome = {
      id: "0d3c9c3a-6a3a-4c2e-9a6c-2b8f0c6f7a11",
      sha256: "9f86d0",
      requestId: "tx-1",
    };
    expect(await send(outcome)).toBe(
      '{"Auth":"the-token","Action":"Success","LogMessage":"Successful upload to inbox",' +
        '"Id":"0d3c9c3a-6a3a-4c2e-9a6c-2b8f0c6f7a11","At":"1970-01-01T00:00:00.005Z","Sender":"me@here",' +
        '"Bucket":"inbox","Key":"november/report.pdf","Bytes":1234,"Sha256":"9f86d0","RequestId":"tx-1"}',
    );
  });

  it("has in them the three strings that the original server decodes, each once", async () => {
    const body = await send({ action: "Fail", message: "AccessDenied: the key may not write" });
    const { Auth, Action, LogMessage }: Record<string, unknown> = JSON.parse(body);
    expect([Auth, Action, LogMessage]).toEqual([
      "the-token",
      "Fail",
      "AccessDenied: the key may not write",
    ]);
    for (const name of ["Auth", "Action", "LogMessage"]) {
      // Go matches names without regard to case: "auth" would be a second Auth.
      expect(body.match(new RegExp(`"${name}":`, "gi"))).toHaveLength(1);
    }
  });
});
