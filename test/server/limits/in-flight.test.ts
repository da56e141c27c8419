import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { bodyOverheadBytes, createInFlight } from "../../../src/server/limits/in-flight.ts";
import { startLogApp, type LogApp } from "../../support/sites/log-app.ts";
import { waitUntil } from "../../support/processes/wait-until.ts";

const kib = 1024;

const fill = (totalBytes: number, networkBytes: number) => {
  const inFlight = createInFlight({ totalBytes, networkBytes });
  const dropped: string[] = [];
  const enter = (name: string, address: string, bytes = 0) => {
    const body = inFlight.enter(address, () => dropped.push(name));
    if (bytes > 0) body.hold(bytes);
    return body;
  };
  return { dropped, enter };
};

describe("createInFlight", () => {
  it("drops the body of a network that is unfinished for longest, for the newest one", () => {
    const { dropped, enter } = fill(1000 * kib, 100 * kib);
    enter("other", "192.0.3.1", 60 * kib);
    enter("first", "192.0.2.1", 40 * kib);
    enter("second", "192.0.2.200", 40 * kib);
    expect(dropped).toEqual([]);
    enter("third", "192.0.2.7", 40 * kib);
    expect(dropped).toEqual(["first"]);
  });

  it("drops the longest of all when all networks together hold too much", () => {
    const { dropped, enter } = fill(100 * kib, 100 * kib);
    for (const index of [1, 2, 3]) enter(`body ${index}`, `192.0.${index}.1`, 30 * kib);
    expect(dropped).toEqual(["body 1"]);
  });

  it("counts an IPv6 /48 as one network", () => {
    const { dropped, enter } = fill(1000 * kib, 100 * kib);
    enter("first", "2001:db8:1:1::1", 60 * kib);
    enter("second", "2001:db8:1:ffff::9", 60 * kib);
    enter("neighbour", "2001:db8:2::1", 60 * kib);
    expect(dropped).toEqual(["first"]);
  });

  it("holds nothing of who has left, and counts bytes, not posts", () => {
    const { dropped, enter } = fill(1000 * kib, 100 * kib);
    const posts = Array.from({ length: 20 }, (_, index) => enter(`${index}`, "192.0.2.1"));
    for (const post of posts) post.leave();
    const late = enter("late", "192.0.2.1", 90 * kib);
    late.leave();
    late.leave();
    enter("next", "192.0.2.1", 90 * kib);
    expect(dropped).toEqual([]);
  });

  it("counts what a post costs before its first byte", () => {
    const { dropped, enter } = fill(1000 * kib, 10 * bodyOverheadBytes);
    for (let index = 0; index <= 10; index += 1) enter(`${index}`, "192.0.2.1");
    expect(dropped).toEqual(["0"]);
  });
});

const sockets: Socket[] = [];
let app: LogApp;

/** A post of which the server gets `bytes` of 60,000; what comes back is in `received`. */
const openPost = async (bytes: number, from = "127.0.0.1") => {
  const socket = connect({ port: app.port, host: "127.0.0.1", localAddress: from });
  const post = { socket, received: "", isClosed: false };
  socket.setEncoding("latin1").on("data", (text: string) => {
    post.received += text;
  });
  socket
    .on("error", () => {})
    .on("close", () => {
      post.isClosed = true;
    });
  sockets.push(socket);
  await once(socket, "connect");
  socket.write(`POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n${" ".repeat(bytes)}`);
  return post;
};

const good = () => JSON.stringify({ Auth: app.token, Action: "Success", LogMessage: "m" });

describe("a server that reads posts", () => {
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await app.close();
  });

  describe("with unfinished posts from many networks, as much as it holds", () => {
    it("takes a good post at once, from the same network too, and answers 429 to the slowest", async () => {
      app = await startLogApp({ inFlight: { totalBytes: 400_000, networkBytes: 100_000 } });
      const posts: Awaited<ReturnType<typeof openPost>>[] = [];
      for (let network = 1; network <= 10; network += 1)
        for (let index = 0; index < 3; index += 1)
          posts.push(await openPost(40_000, `127.0.${network}.1`));
      await waitUntil("the first are dropped", () => posts.some(({ isClosed }) => isClosed));
      for (let count = 0; count < 20; count += 1) expect((await app.post(good())).status).toBe(202);
      const [first] = posts;
      expect(first?.received).toMatch(/^HTTP\/1.1 429 [\s\S]*retry-after: 1/i);
      expect(first?.received).not.toContain("address");
    });
  });

  describe("of which the first KiB does not come", () => {
    it.each([0, 900])(
      "is answered 408 and cut after %i bytes, and nothing of it is kept",
      async (bytes) => {
        app = await startLogApp({ firstKiBMs: 100 });
        const slow = await openPost(bytes);
        const usual = await openPost(2000);
        await waitUntil("it is cut", () => slow.isClosed);
        expect(slow.received).toMatch(/^HTTP\/1.1 408 [\s\S]*connection: close/i);
        expect([usual.isClosed, (await app.queue.stats()).waiting]).toEqual([false, 0]);
        expect(await (await fetch(`${app.url}/metrics`)).text()).toContain('answer="too-slow"} 1');
      },
    );
  });
});
