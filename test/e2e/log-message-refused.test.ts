import { createServer, type Server, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, it } from "vitest";
import { listenOnLoopback } from "../../src/demo/loopback.ts";
import { errorLine } from "../../src/words/errors/error-words.ts";
import { runCli } from "../support/processes/run-cli.ts";
import { standInSiteForEach } from "../support/sites/stand-in-site.ts";
import { bucket, region } from "../support/sites/stand-in-store.ts";
import { sender } from "../support/values/s3-people.ts";

const site = standInSiteForEach();

let server: Server;
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** A log server, and before it something that does this to the first message, whenever it comes; gives the others. */
const startFiltered = async (does: (response: ServerResponse) => unknown) => {
  const seen: string[] = [];
  const told: string[] = [];
  const respond = async (body: string, response: ServerResponse) => {
    const { Id: id, Key: key }: { Id: string; Key: string } = JSON.parse(body);
    seen.push(id);
    if (id === seen[0]) return does(response);
    told.push(key);
    return response.writeHead(202).end(JSON.stringify({ status: "accepted", id }));
  };
  server = createServer((request, response) => {
    if (request.method === "GET") response.writeHead(200).end("pong");
    else void text(request).then((body) => respond(body, response));
  });
  const port = await listenOnLoopback(server, 0);
  return { url: `http://127.0.0.1:${port}`, told };
};

const upload = async (name: string, logUrl: string) => {
  await site.machine.write(name, name);
  const keys = site.machine.withKeys({ region, endpoint: site.s3.endpoint }, sender(bucket));
  return runCli(["upload", "--bucket", bucket, "--log-url", logUrl, name], {
    environment: { ...keys, S3_SFTP_LOG_TOKEN: "a-token-of-the-tests" },
    folder: site.machine.files,
  });
};

describe("something on the way that dislikes one log message", () => {
  it.each<[string, (response: ServerResponse) => unknown]>([
    ["answers 403", (response) => response.writeHead(403).end("no")],
    ["answers a page under 200", (response) => response.end("<html>rejected</html>")],
    ["cuts the line", (response) => response.destroy()],
  ])("and %s holds up no later run of the command", async (_, does) => {
    const { url, told } = await startFiltered(does);
    for (const name of ["bad", "1", "2", "3"]) expect((await upload(name, url)).code).toBe(0);
    expect(told).toEqual(["1", "2", "3"]);
  });

  it("has its answer said, also in a run that told the log server something", async () => {
    const { url } = await startFiltered((response) => response.writeHead(403).end("no"));
    for (const name of ["bad", "1"]) {
      const { stderr } = await upload(name, url);
      expect(stderr).toContain(
        errorLine({ code: "LogServerRefused", status: 403, permanent: false, said: "no" }),
      );
    }
  });
});
