import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { afterEach, describe, expect, it } from "vitest";
import { parseTrustedProxies } from "../../../src/server/limits/client-address.ts";
import { componentMissing } from "../../support/processes/components.ts";
import { selfSigned } from "../../support/processes/tls.ts";
import { waitUntil } from "../../support/processes/wait-until.ts";
import { startLogApp, type LogApp, type LogAppOptions } from "../../support/sites/log-app.ts";

const opened: Socket[] = [];
let app: LogApp;
afterEach(async () => {
  for (const socket of opened.splice(0)) socket.destroy();
  await app.close();
});

/** A connection that is counted among `opened`, and whether the server has closed it. */
const open = async (from = "127.0.0.1") => {
  const socket = connect({ port: app.port, host: "127.0.0.1", localAddress: from });
  const state = { socket, isCut: false };
  socket
    .on("error", () => {})
    .on("close", () => {
      state.isCut = true;
    });
  socket.resume();
  opened.push(socket);
  await once(socket, "connect");
  return state;
};

const openMany = async (count: number, from?: string) => {
  const before = opened.length;
  const states: Awaited<ReturnType<typeof open>>[] = [];
  for (let index = 0; index < count; index += 1) {
    states.push(await open(from));
  }
  expect(opened.length).toBe(before + count);
  return states;
};

const ping = "GET /health-check HTTP/1.1\r\nHost: x\r\n\r\n";

/** A certificate, for all of these tests. */
const identity = () => {
  const { key, cert } = selfSigned();
  return { key: Buffer.from(key), cert: Buffer.from(cert) };
};

const kinds: readonly (readonly [string, () => Pick<LogAppOptions, "identity">])[] = [
  ["http", () => ({})],
  ...(componentMissing("openssl") ? [] : [["TLS", () => ({ identity: identity() })] as const]),
];

describe.each(kinds)("connections over %s that finish nothing", (name, options) => {
  it.each([
    ["say nothing", ""],
    ["begin and dawdle", name === "TLS" ? "\x16\x03\x01\x02" : "POST / HTTP/1.1\r\nHost: x\r\n"],
  ])("and %s: the first ones go when a network has too many", async (_what, bytes) => {
    const connections = { total: 100, unfinishedPerNetwork: 5 };
    app = await startLogApp({ connections, ...options() });
    const other = await open("127.0.1.1");
    const states = await openMany(5);
    for (const { socket } of states) socket.write(bytes, "latin1");
    const more = await openMany(3, "127.0.0.9");
    await waitUntil("the first three are cut", () =>
      states.slice(0, 3).every(({ isCut }) => isCut),
    );
    expect([...states.slice(3), ...more, other].some(({ isCut }) => isCut)).toBe(false);
    await waitUntil("they are forgotten", () => app.connections() === 6);
  });

  it("go in the order of their last answer when there are too many in all", async () => {
    app = await startLogApp({ connections: { total: 4, unfinishedPerNetwork: 100 }, ...options() });
    const answered = await openAnswered(app, name === "TLS");
    const states = await openMany(3);
    await answered.ask();
    const [latest] = await openMany(1);
    await waitUntil("the idle one is cut", () => states[0]?.isCut === true);
    expect([answered.state.isCut, states[1]?.isCut, latest?.isCut]).toEqual([false, false, false]);
  });
});

/** A connection on which a request was answered. */
const openAnswered = async ({ port }: LogApp, isTls: boolean) => {
  const socket = isTls
    ? connectTls({ port, host: "127.0.0.1", rejectUnauthorized: false })
    : connect(port, "127.0.0.1");
  const state = { isCut: false };
  socket
    .on("error", () => {})
    .on("close", () => {
      state.isCut = true;
    });
  opened.push(socket);
  let received = "";
  socket.setEncoding("latin1").on("data", (text: string) => {
    received += text;
  });
  const ask = async () => {
    received = "";
    socket.write(ping);
    await waitUntil("it is answered", () => received.endsWith("pong"));
  };
  await ask();
  return { state, ask };
};

describe("connections", () => {
  it("that have finished a request are not counted among those that have not", async () => {
    app = await startLogApp({ connections: { total: 100, unfinishedPerNetwork: 2 } });
    const answered = await Promise.all([openAnswered(app, false), openAnswered(app, false)]);
    const states = await openMany(3);
    await waitUntil("the first silent one is cut", () => states[0]?.isCut === true);
    for (const one of answered) await one.ask();
    expect(answered.some(({ state }) => state.isCut)).toBe(false);
  });

  it("of a trusted proxy are not counted by network: many senders are behind it", async () => {
    const proxies = parseTrustedProxies("127.0.0.1");
    if (!proxies.ok) throw new Error(proxies.error);
    const connections = { total: 100, unfinishedPerNetwork: 2 };
    app = await startLogApp({ connections, proxies: proxies.value });
    const states = await openMany(10);
    await waitUntil("all are there", () => app.connections() === 10);
    expect(states.some(({ isCut }) => isCut)).toBe(false);
  });
});

describe.runIf(!componentMissing("openssl"))("a TLS handshake", () => {
  it.each(["", "\x16\x03\x01\x02"])("that stops after %j is cut in time", async (bytes) => {
    app = await startLogApp({ identity: identity(), timeouts: { handshakeTimeout: 200 } });
    const state = await open();
    state.socket.write(bytes, "latin1");
    await waitUntil("it is cut", () => state.isCut);
    expect(app.connections()).toBe(0);
  });
});
