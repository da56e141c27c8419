import { createServer, type RequestListener } from "node:http";
import { text } from "node:stream/consumers";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { closeServer } from "../../src/demo/loopback.ts";
import { createHttpLogSink } from "../../src/services/adapters/http/http-log-sink.ts";
import { createLogServerFolder, type LogServerFolder } from "../support/processes/log-server.ts";
import { someOutcome } from "../support/values/transfers.ts";
import { listenForTests } from "../support/processes/listen-for-tests.ts";

const soon = () => AbortSignal.timeout(20_000);

let respond: RequestListener;
const server = createServer((request, response) => respond(request, response));
let address = "";
beforeEach(async () => {
  address = await listenForTests(server);
});
afterEach(() => closeServer(server));

const open = (token = "secret-token") => createHttpLogSink({ url: address, token });
const deliver = async (sink: ReturnType<typeof open>) => sink.deliver(someOutcome(), soon());
const notTaken = { ok: false, error: { code: "NotALogServer" } };

/** What something answers to a post in the place of the log server behind it. */
const answers = [
  "",
  '{"error":"blocked by policy"}',
  "<?xml version='1.0'?><blocked/>",
  "<!-- a page --><html><body>Sign in",
];

/** Answers posts itself, and lets what is behind it answer a ping. */
const answerPosts =
  (said: string, pong: () => Promise<Response>): RequestListener =>
  (request, response) => {
    if (request.method === "POST") response.writeHead(200).end(said);
    else
      void pong().then(async ({ status, headers }) =>
        response.writeHead(status, Object.fromEntries(headers)).end("pong"),
      );
  };

describe("something that answers posts in the place of our log server", () => {
  let folder: LogServerFolder;
  let url = "";
  beforeAll(async () => {
    folder = await createLogServerFolder();
    ({ url } = await folder.start());
  });
  afterAll(() => folder.remove());

  it.each(answers)("has taken nothing by %j", async (said) => {
    respond = answerPosts(said, () => fetch(`${url}/health-check`));
    expect(await deliver(open(folder.token))).toMatchObject(notTaken);
  });
});

describe("something that comes between later", () => {
  it.each(answers)("has taken nothing by %j where an Id was named before", async (said) => {
    respond = (request, response) =>
      void text(request).then((body) => {
        const { Id: id }: { Id?: string } = JSON.parse(body);
        return response.writeHead(202).end(JSON.stringify({ status: "accepted", id }));
      });
    const sink = open();
    expect((await deliver(sink)).ok).toBe(true);
    respond = answerPosts(said, async () => new Response("pong"));
    expect(await deliver(sink)).toMatchObject(notTaken);
  });

  it.each(["<?xml version='1.0'?><blocked/>", "<!-- a page --><html>", "\ufeff\n<head>"])(
    "has taken nothing by markup, whoever is behind it: %j",
    async (said) => {
      respond = answerPosts(said, async () => new Response("pong"));
      expect(await deliver(open())).toMatchObject(notTaken);
    },
  );

  it("has taken nothing by 204 to everything, where the original server was", async () => {
    respond = answerPosts("", async () => new Response("pong"));
    const sink = open();
    expect((await deliver(sink)).ok).toBe(true);
    respond = (_request, response) => response.writeHead(204).end();
    expect(await deliver(sink)).toMatchObject(notTaken);
  });
});
