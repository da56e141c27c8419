import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeServer } from "../../src/demo/loopback.ts";
import { createHttpLogSink } from "../../src/services/adapters/http/http-log-sink.ts";
import { createNullLogSink } from "../../src/services/log/null-log-sink.ts";
import type { LogSink } from "../../src/services/ports/log-sink.ts";
import { createLogServerFolder, type LogServerFolder } from "../support/processes/log-server.ts";
import { createRecordedDebug } from "../support/fakes/recorded-debug.ts";
import { someOutcome } from "../support/values/transfers.ts";
import { listenForTests } from "../support/processes/listen-for-tests.ts";

const soon = () => AbortSignal.timeout(20_000);

const reasonOf = async (url: string) => {
  const answer = await createHttpLogSink({ url, token: "t" }).deliver(someOutcome(), soon());
  return answer.ok ? "taken" : answer.error;
};

/** What every sink does. */
const describeLogSink = (name: string, open: () => LogSink): void => {
  describe(`${name} is a log sink`, () => {
    it("takes successes and failures, and the same one twice", async () => {
      const outcome = someOutcome();
      const sink = open();
      expect(await sink.deliver(outcome, soon())).toEqual({ ok: true, value: undefined });
      expect(await sink.deliver(outcome, soon())).toEqual({ ok: true, value: undefined });
      const failure = someOutcome({
        action: "Fail",
        message: "AccessDenied\n<!channel> & \u0000 ünïcode",
      });
      expect(await sink.deliver(failure, soon())).toEqual({ ok: true, value: undefined });
    });

    it("answers a ping, and whether it knows the token", async () => {
      expect(await open().ping(soon())).toEqual({ ok: true, value: undefined });
      expect(await open().askToken(soon())).toMatchObject({ ok: true });
    });
  });
};

describeLogSink("nothing", createNullLogSink);

describe("against our log server", () => {
  let folder: LogServerFolder;
  let url = "";
  beforeAll(async () => {
    folder = await createLogServerFolder();
    ({ url } = await folder.start());
  });
  afterAll(() => folder.remove());

  describeLogSink("http", () => createHttpLogSink({ url, token: folder.token }));

  it("says that a wrong token is refused for good, without the token", async () => {
    const token = "wrong-token-of-this-test-000000";
    const answer = await createHttpLogSink({ url, token }).deliver(someOutcome(), soon());
    expect(answer).toMatchObject({
      ok: false,
      error: { code: "LogServerRefused", status: 401, permanent: true },
    });
    expect(JSON.stringify(answer)).not.toContain(token);
  });
});

describe("a server that misbehaves", () => {
  let respond: (request: IncomingMessage, response: ServerResponse, body: string) => void;
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
    request.once("end", () => respond(request, response, body));
  });
  let url = "";
  beforeAll(async () => {
    url = await listenForTests(server);
  });
  afterAll(() => closeServer(server));
  const sink = (changes: { readonly token?: string; readonly timeoutMs?: number } = {}) =>
    createHttpLogSink({ url, token: "secret-token", ...changes });

  it("is sent the wire of the original client first, then ours", async () => {
    let seen: unknown = null;
    respond = (request, response, body) => {
      seen = [request.method, request.url, JSON.parse(body)];
      response.writeHead(202).end('{"status":"accepted","id":"i"}');
    };
    await sink().deliver(
      someOutcome({ id: "i", message: "m", atMs: 0, sha256: "s", etag: "e", requestId: "r" }),
      soon(),
    );
    expect(seen).toEqual([
      "POST",
      "/",
      {
        Auth: "secret-token",
        Action: "Success",
        LogMessage: "m",
        Id: "i",
        At: "1970-01-01T00:00:00.000Z",
        Sender: "me@here",
        Bucket: "inbox",
        Key: "november/report.pdf",
        Bytes: 1_234,
        Sha256: "s",
        ETag: "e",
        RequestId: "r",
      },
    ]);
  });

  it.each<[string, string, string]>([
    ["a page of a portal", "text/html", "<html>Please sign in to HotelWifi</html>"],
    ["a page that says it is text", "text/plain", "<!doctype html><title>Sign in</title>"],
    ["an answer about another message", "application/json", '{"status":"accepted","id":"other"}'],
    ["an empty answer of who says no pong", "text/plain", ""],
    ["JSON of who says no pong", "application/json", '{"ok":true}'],
  ])("has taken nothing by %s under status 200", async (_, type, said) => {
    respond = (_request, response) => response.writeHead(200, { "content-type": type }).end(said);
    const answer = await sink().deliver(someOutcome(), soon());
    expect(answer).toMatchObject({ ok: false, error: { code: "NotALogServer" } });
  });

  it("has taken what it says pong for, asked each time", async () => {
    let pings = 0;
    respond = (request, response) => {
      const isPing = request.url === "/health-check";
      if (isPing) pings += 1;
      response.writeHead(200).end(isPing ? "pong" : "");
    };
    const original = sink();
    expect((await original.deliver(someOutcome(), soon())).ok).toBe(true);
    expect((await original.deliver(someOutcome(), soon())).ok).toBe(true);
    expect(pings).toBe(2);
  });

  it("has each post written down without its path and its token", async () => {
    const { debug, events } = createRecordedDebug();
    respond = (_, response) => response.writeHead(503).end("secret-token is busy");
    const hook = `${url}/hooks/secret-path`;
    const deliver = (timeoutMs: number) => {
      const watched = createHttpLogSink({ url: hook, token: "secret-token", timeoutMs, debug });
      return watched.deliver(someOutcome(), soon());
    };
    await deliver(20_000);
    respond = () => undefined;
    await deliver(300);
    const post = { event: "logPost", method: "POST", host: new URL(url).host };
    expect(events).toMatchObject([
      { ...post, status: 503, error: null, bodyBytes: expect.any(Number) },
      { ...post, status: null, error: "timeout" },
    ]);
    expect(JSON.stringify(events)).not.toContain("secret");
  });

  it.each([
    [400, true],
    [401, true],
    [404, false],
    [413, false],
    [429, false],
    [500, false],
    [503, false],
  ])("means by %i that sending again is of no use: %s", async (status, permanent) => {
    respond = (_, response) => response.writeHead(status).end("no:\n secret-token is bad");
    const answer = await sink().deliver(someOutcome(), soon());
    expect(answer).toEqual({
      ok: false,
      error: { code: "LogServerRefused", status, permanent, said: "no: … is bad" },
    });
  });

  it("is not followed to another host with the token", async () => {
    let requests = 0;
    respond = (_, response) => {
      requests += 1;
      response.writeHead(307, { location: `${url}/elsewhere` }).end();
    };
    expect(await sink().deliver(someOutcome(), soon())).toMatchObject({
      ok: false,
      error: { code: "LogServerRefused", status: 307, permanent: false },
    });
    expect(requests).toBe(1);
  });

  it("may not answer at all", async () => {
    respond = () => undefined;
    expect(await sink({ timeoutMs: 50 }).deliver(someOutcome(), soon())).toMatchObject({
      ok: false,
      error: { code: "LogServerUnreachable", reason: "timeout" },
    });
  });

  it("may cut the line", async () => {
    respond = (request) => request.socket.destroy();
    expect(await sink().deliver(someOutcome(), soon())).toMatchObject({
      ok: false,
      error: { code: "LogServerUnreachable", reason: "reset" },
    });
  });

  it.each([200, 302, 401, 404])("may be something else, which answers %i", async (status) => {
    respond = (_, response) => response.writeHead(status).end("<html>pong</html>");
    expect(await sink().ping(soon())).toMatchObject({
      ok: false,
      error: { code: "NotALogServer", status, said: "<html>pong</html>" },
    });
  });

  it.each([429, 502, 503])("may be behind a proxy that answers %i for it", async (status) => {
    respond = (_, response) => response.writeHead(status).end();
    expect(await sink().ping(soon())).toMatchObject({
      ok: false,
      error: { code: "LogServerRefused", status },
    });
  });

  it("is left alone when the sender does not wait any longer", async () => {
    respond = () => undefined;
    const reason = new Error("enough");
    const controller = new AbortController();
    const delivering = sink().deliver(someOutcome(), controller.signal);
    controller.abort(reason);
    await expect(delivering).rejects.toBe(reason);
  });
});

describe("nobody there", () => {
  it("is said of a port where nobody listens", async () => {
    const server = createServer();
    const { host, origin } = new URL(await listenForTests(server));
    await closeServer(server);
    expect(await reasonOf(origin)).toEqual({
      code: "LogServerUnreachable",
      host,
      reason: "refused",
      detail: "ECONNREFUSED",
    });
  });

  it("is said of a name that does not exist", async () => {
    expect(await reasonOf("http://no-such-host.invalid")).toMatchObject({ reason: "dns" });
  });
});
