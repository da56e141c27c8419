import { createServer } from "node:https";
import { createServer as createTcpServer } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { closeServer, listenOnLoopback } from "../../../../src/demo/loopback.ts";
import { readNetworkFault } from "../../../../src/services/adapters/http/network-fault.ts";
import { componentMissing } from "../../../support/processes/components.ts";
import { selfSigned } from "../../../support/processes/tls.ts";
import { callTo, HttpSite, lanes, say } from "../../../support/sites/http-site.ts";

const site = new HttpSite();
afterEach(() => site.close());

const faultAt = (port: number, bytes = 3) =>
  site
    .startSender()
    .send(callTo(port, bytes))
    .then(() => null, readNetworkFault);

const page = (words: string): string =>
  `HTTP/1.1 400 Bad Request\r\nContent-Length: ${words.length}\r\n\r\n${words}`;

describe("http spoken to a port that expects https", () => {
  it.each([
    "<center>The plain HTTP request was sent to HTTPS port</center>",
    "Client sent an HTTP request to an HTTPS server.\n",
    "Bad Request\nThis combination of host and port requires TLS.\n",
    "Reason: You're speaking plain HTTP to an SSL-enabled server port.<br />",
  ])("is seen where the server says so: %s", async (words) => {
    const { port } = await site.startServer(say(page(words)));
    expect(await faultAt(port)).toMatchObject({ is: "unreachable", reason: "not http" });
  });

  it("is seen by an alert of TLS", async () => {
    const alert = Buffer.from("15030100020228", "hex");
    const { port } = await site.startServer({ atRequest: (socket) => socket.end(alert) });
    expect(await faultAt(port)).toMatchObject({ reason: "not http" });
  });

  it.runIf(!componentMissing("openssl")).each(lanes)(
    "is seen where the server only hangs up, for requests of $lane",
    async ({ bytes }) => {
      const server = createServer(selfSigned());
      const port = await listenOnLoopback(server, 0);
      expect(await faultAt(port, bytes)).toMatchObject({ reason: "not http" });
      await closeServer(server);
    },
  );

  it("is not said of a refusal, or of a host that hangs up on everything", async () => {
    const { port } = await site.startServer(say(page("<Error><Code>BadDigest</Code></Error>")));
    expect((await site.startSender().send(callTo(port, 3))).status).toBe(400);
    const rude = createTcpServer((socket) => socket.destroy());
    const rudePort = await listenOnLoopback(rude, 0);
    expect(await faultAt(rudePort)).toMatchObject({ reason: "reset" });
    rude.close();
  });
});

describe("https spoken to a port without it", () => {
  it.each(["HTTP/1.1 400 Bad Request\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n"])(
    "is called that, when it answers %j",
    async (greeting) => {
      const server = createTcpServer((socket) => {
        socket.on("error", () => undefined);
        socket.once("data", () => socket.write(greeting));
      });
      const port = await listenOnLoopback(server, 0);
      const origin = { protocol: "https:", hostname: "127.0.0.1", port: String(port) } as const;
      const sending = site.startSender().send(callTo(port, 3, { origin }));
      expect(await sending.then(() => null, readNetworkFault)).toMatchObject({
        reason: "not https",
      });
      server.close();
    },
  );
});
