import { connect, type Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { createLogServerFolder } from "../../support/processes/log-server.ts";
import { isFullRun } from "../../support/values/run-size.ts";
import { waitUntil } from "../../support/processes/wait-until.ts";

/** In a short run as many as would use up the file descriptors of a usual process twice. */
const idleConnections = isFullRun ? 10_000 : 2_000;

describe("senders that connect and say nothing", () => {
  it(`do not keep others out: ${idleConnections} idle connections and a post goes through`, async () => {
    // A process of its own: each side of a connection needs a file descriptor.
    const folder = await createLogServerFolder();
    const { url } = await folder.start();
    const port = Number(new URL(url).port);
    const idle: Socket[] = [];
    let connected = 0;
    for (let index = 0; index < idleConnections; index += 1) {
      // Several addresses of the loopback network: one alone has too few ports for everybody's tests.
      const localAddress = `127.0.0.${2 + (index % 4)}`;
      const socket = connect({ port, host: "127.0.0.1", localAddress });
      socket.on("connect", () => {
        connected += 1;
      });
      socket.on("error", () => {}); // cut at the end
      idle.push(socket);
      if (index % 500 === 499) await waitUntil("they connect", () => connected > index - 400);
    }
    await waitUntil("all are connected", () => connected === idleConnections);
    const body = JSON.stringify({ Auth: folder.token, Action: "Success", LogMessage: "through" });
    expect((await fetch(url, { method: "POST", body })).status).toBe(202);
    for (const socket of idle) socket.destroy();
    await folder.remove();
  }, 60_000);
});
