import { connect } from "node:net";
import { once } from "node:events";
import { afterEach, describe, expect, it } from "vitest";
import { startLogApp, type LogApp } from "../../support/sites/log-app.ts";

let app: LogApp;
afterEach(async () => app.close());

const cut = /^(HTTP\/1\.1 408 [\s\S]*)?$/;

const timeouts = {
  headersTimeout: 200,
  requestTimeout: 400,
  keepAliveTimeout: 300,
  connectionsCheckingInterval: 50,
};

/**
 * Opens a connection, writes, then a byte at a time; gives what came back when the server closed it: a 408, or nothing
 * when the next byte crossed it on the way and reset the connection.
 */
const dawdle = async (begin: string, drip: string): Promise<string> => {
  const socket = connect(app.port, "127.0.0.1");
  let received = "";
  socket.setEncoding("latin1").on("data", (chunk: string) => {
    received += chunk;
  });
  socket.on("error", () => {}); // a write after the end
  socket.write(begin);
  const timer = setInterval(() => socket.write(drip), 30);
  await new Promise((resolve) => socket.once("close", resolve));
  clearInterval(timer);
  return received;
};

describe("senders that dawdle", () => {
  it("are cut while they dribble headers", async () => {
    app = await startLogApp({ timeouts });
    expect(await dawdle("POST / HTTP/1.1\r\nHost: x\r\n", "X-A: b\r\n")).toMatch(cut);
  });

  it("are cut while they dribble a body, and nothing of it is kept", async () => {
    app = await startLogApp({ timeouts });
    const begin = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n";
    expect(await dawdle(begin, "{")).toMatch(cut);
    expect((await app.queue.stats()).waiting).toBe(0);
  });

  it("are cut when they say nothing after an answer", async () => {
    app = await startLogApp({ timeouts });
    const socket = connect(app.port, "127.0.0.1");
    socket.resume().write("GET /health-check HTTP/1.1\r\nHost: x\r\n\r\n");
    await once(socket, "close");
  });
});
