import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { createInFlight, defaultInFlightLimits } from "../../../src/server/limits/in-flight.ts";
import { startLogApp } from "../../support/sites/log-app.ts";
import { waitUntil } from "../../support/processes/wait-until.ts";

describe("createInFlight", () => {
  it("limits each address and all together, and lets in again who left", () => {
    const inFlight = createInFlight({ total: 3, perAddress: 2 });
    const entered = ["a", "a", "a", "b", "c"].map((address) => inFlight.enter(address));
    expect(entered).toEqual([true, true, false, true, false]);
    inFlight.leave("a");
    expect(inFlight.enter("c")).toBe(true);
    inFlight.leave("a");
    expect(inFlight.enter("a")).toBe(true);
  });
});

describe("a server with many unfinished posts from one address", () => {
  it("answers 429 to the next one, and takes it when some have gone", async () => {
    const app = await startLogApp();
    const half = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{";
    const sockets: Socket[] = [];
    for (let count = 0; count < defaultInFlightLimits.perAddress; count += 1) {
      const socket = connect(app.port, "127.0.0.1");
      await once(socket, "connect");
      socket.write(half);
      sockets.push(socket);
    }
    const body = JSON.stringify({ Auth: app.token, Action: "Success", LogMessage: "m" });
    await waitUntil("no more are let in", async () => (await app.post(body)).status === 429);
    for (const socket of sockets) socket.destroy();
    await waitUntil("it is taken", async () => (await app.post(body)).status === 202);
    await app.close();
  });
});

describe("a server that reads as many posts as it can", () => {
  it("blames no address for it", async () => {
    const app = await startLogApp({ inFlight: { total: 0, perAddress: 1 } });
    const response = await app.post("{}");
    expect(response.status).toBe(429);
    expect(await response.text()).not.toContain("address");
    await app.close();
  });
});
