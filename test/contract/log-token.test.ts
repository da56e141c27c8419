import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeServer } from "../../src/demo/loopback.ts";
import { createHttpLogSink } from "../../src/services/adapters/http/http-log-sink.ts";
import { createLogServerFolder } from "../support/processes/log-server.ts";
import { listenForTests } from "../support/processes/listen-for-tests.ts";

const soon = () => AbortSignal.timeout(20_000);

it("says whose a token is, and refuses a wrong one, without a message", async () => {
  const folder = await createLogServerFolder();
  const { url } = await folder.start();
  const known = await createHttpLogSink({ url, token: folder.token }).askToken(soon());
  expect(known).toEqual({ ok: true, value: { status: "known", name: folder.tokenName } });
  const token = "wrong-token-of-this-test-000000";
  const unknown = await createHttpLogSink({ url, token }).askToken(soon());
  expect(unknown).toMatchObject({ ok: false, error: { code: "LogServerRefused", status: 401 } });
  expect(JSON.stringify(unknown)).not.toContain(token);
  await folder.remove();
});

describe("the question about a token", () => {
  let respond: (request: IncomingMessage, response: ServerResponse) => void;
  const server = createServer((request, response) => respond(request, response));
  let url = "";
  beforeAll(async () => {
    url = await listenForTests(server);
  });
  afterAll(() => closeServer(server));
  const sink = (token = "secret-token") => createHttpLogSink({ url, token });

  it("shows it in one header, and only to who has said pong", async () => {
    const seen: unknown[] = [];
    respond = (request, response) => {
      seen.push([request.method, request.url, request.headers.authorization]);
      response.writeHead(seen.length === 1 ? 503 : 200);
      response.end(request.url === "/health-check" ? "pong" : '{"name":"clinic"}');
    };
    const asked = sink("ein-schöner-Schlüssel");
    expect((await asked.askToken(soon())).ok).toBe(false);
    expect(await asked.askToken(soon())).toEqual({
      ok: true,
      value: { status: "known", name: "clinic" },
    });
    const bytes = Buffer.from("ein-schöner-Schlüssel").toString("latin1");
    expect(seen).toEqual([
      ["GET", "/health-check", undefined],
      ["GET", "/health-check", undefined],
      ["GET", "/token", `Bearer ${bytes}`],
    ]);
  });

  it.each([
    ["404 of the original server", 404, ""],
    ["403 of a proxy that lets two paths through", 403, "{}"],
    ["an empty 200", 200, ""],
    ["JSON without a name", 200, '{"name":7}'],
  ])("is unknown to who answers it with %s", async (_, status, said) => {
    respond = (request, response) => {
      const isPing = request.url === "/health-check";
      response.writeHead(isPing ? 200 : status).end(isPing ? "pong" : said);
    };
    expect(await sink().askToken(soon())).toEqual({ ok: true, value: { status: "unasked" } });
  });

  it("is not asked of one that no header can hold", async () => {
    const seen: unknown[] = [];
    respond = (request, response) => {
      seen.push(request.url);
      response.writeHead(200).end("pong");
    };
    const asked = await sink("two words\r\nX-More: 1").askToken(soon());
    expect(asked).toEqual({ ok: true, value: { status: "unasked" } });
    expect(seen).toEqual(["/health-check"]);
  });

  it.each([401, 429, 503])("is refused by %i", async (status) => {
    respond = (request, response) => {
      const isPing = request.url === "/health-check";
      response.writeHead(isPing ? 200 : status).end(isPing ? "pong" : "secret-token is bad");
    };
    expect(await sink().askToken(soon())).toEqual({
      ok: false,
      error: { code: "LogServerRefused", status, permanent: status === 401, said: "… is bad" },
    });
  });
});
