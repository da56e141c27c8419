import { afterEach, expect, it } from "vitest";
import { ConnectionPool } from "../../../../src/services/adapters/http/connection-pool.ts";
import { OpenTls } from "../../../../src/services/adapters/http/open-tls.ts";
import { callTo, HttpSite, say, shortAnswer } from "../../../support/sites/http-site.ts";
import { waitUntil } from "../../../support/processes/wait-until.ts";

const site = new HttpSite();
const pools: ConnectionPool[] = [];
afterEach(async () => {
  for (const pool of pools.splice(0)) pool.close();
  await site.close();
});

const secureContext = () => {
  throw new Error("no TLS here");
};

const startPool = (keepIdleMs: number): ConnectionPool => {
  const times = { connectTimeoutMs: 60_000, idleTimeoutMs: 60_000, keepIdleMs };
  const pool = new ConnectionPool({ ...times, secureContext, openTls: new OpenTls() });
  pools.push(pool);
  return pool;
};

const call = (port: number) => ({ ...callTo(port, 4), body: Buffer.from("body") });

it("closes each connection that has rested long enough, and opens another for the next request", async () => {
  const server = await site.startServer(say(shortAnswer));
  const pool = startPool(20);
  await Promise.all([pool.send(call(server.port)), pool.send(call(server.port))]);
  await waitUntil("no connection is open", () => server.open() === 0);
  expect((await pool.send(call(server.port))).status).toBe(200);
  expect(server.connections()).toBe(3);
});
