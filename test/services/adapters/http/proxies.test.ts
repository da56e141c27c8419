import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { createServer, type Server } from "node:net";
import { readNetworkFault } from "../../../../src/services/adapters/http/network-fault.ts";
import type { HttpCall } from "../../../../src/services/adapters/http/http-call.ts";
import { listenOnLoopback } from "../../../../src/demo/loopback.ts";
import type { Environment } from "../../../../src/services/ports/environment.ts";
import { componentMissing } from "../../../support/processes/components.ts";
import { selfSigned } from "../../../support/processes/tls.ts";
import { waitUntil } from "../../../support/processes/wait-until.ts";
import type { ForwardProxyOptions } from "../../../support/sites/forward-proxy.ts";
import { callTo, HttpSite, lanes, say, shortAnswer } from "../../../support/sites/http-site.ts";

const site = new HttpSite();
afterEach(() => site.close());

type Protocol = "http:" | "https:";

/** To a name that only a proxy can resolve. */
const callByName = (protocol: Protocol, bytes = 3, more: Partial<HttpCall> = {}): HttpCall =>
  callTo(0, bytes, {
    origin: { protocol, hostname: "store.corp", port: "" },
    headers: { host: "store.corp", "content-length": String(bytes) },
    ...more,
  });

const variableOf = (protocol: Protocol) => (protocol === "http:" ? "HTTP_PROXY" : "HTTPS_PROXY");

/** What a request comes to with this environment. */
const faultOf = (environment: Environment, protocol: Protocol, timeoutMs = 5_000) =>
  site
    .startSender(timeoutMs, timeoutMs, environment)
    .send(callByName(protocol))
    .then(() => null, readNetworkFault);

const nobodysPort = async (): Promise<number> => {
  const server = createServer();
  const port = await listenOnLoopback(server, 0);
  await new Promise((resolve) => server.close(resolve));
  return port;
};

describe("a plain request behind a proxy", () => {
  it.each(lanes)("goes with its whole address, for requests of $lane", async ({ bytes }) => {
    const server = await site.startServer(say(shortAnswer));
    const proxy = await site.startProxy({ ways: { "store.corp": server.port } });
    const sender = site.startSender(5_000, 5_000, { http_proxy: proxy.authority });
    // A path that a URL would change, and with it what was signed.
    const path = "/bucket/a%2e%2e/%2e%2e/k?x='";
    expect((await sender.send(callByName("http:", bytes, { path }))).status).toBe(200);
    await sender.send(callByName("http:", bytes));
    expect(proxy.asked).toEqual([
      `PUT http://store.corp${path}`,
      "PUT http://store.corp/bucket/key",
    ]);
  });

  it("takes the user name and the password along, and shows them to nobody behind", async () => {
    const server = await site.startServer(say(shortAnswer));
    const proxy = await site.startProxy({
      ways: { "store.corp": server.port },
      login: "anna:p@ss:w",
    });
    const environment = { HTTP_PROXY: `http://anna:p%40ss%3Aw@${proxy.authority}` };
    const sender = site.startSender(5_000, 5_000, environment);
    expect((await sender.send(callByName("http:"))).status).toBe(200);
    expect(server.heads.join()).not.toMatch(/authorization/iu);
  });

  it.each([403, 502, 503, 504])(
    "that is answered %i by a page is refused by it",
    async (status) => {
      const proxy = await site.startProxy({ refuses: status, page: "<html>no</html>" });
      expect(await faultOf({ HTTP_PROXY: proxy.url }, "http:")).toMatchObject({
        reason: "proxy",
        proxy: { address: proxy.authority, variable: "HTTP_PROXY", status },
      });
    },
  );

  it("that the host behind refuses is not", async () => {
    const refusal =
      "HTTP/1.1 503 Busy\r\nContent-Type: application/xml\r\nContent-Length: 3\r\n\r\n<a>";
    const server = await site.startServer(say(refusal));
    const proxy = await site.startProxy({ ways: { "store.corp": server.port } });
    const sender = site.startSender(5_000, 5_000, { HTTP_PROXY: proxy.url });
    expect((await sender.send(callByName("http:"))).status).toBe(503);
  });
});

describe.each<Protocol>(["http:", "https:"])("a proxy on the way to %s", (protocol) => {
  const variable = variableOf(protocol);

  const asked = async (options: ForwardProxyOptions, timeoutMs?: number) => {
    const proxy = await site.startProxy(options);
    const fault = await faultOf({ [variable]: proxy.url }, protocol, timeoutMs);
    return { fault, proxy: { address: proxy.authority, variable } };
  };

  it("that asks for a login is named, without the one it was given", async () => {
    const proxy = await site.startProxy({ login: "anna:right" });
    const fault = await faultOf({ [variable]: `anna:wrong@${proxy.authority}` }, protocol);
    expect(fault).toEqual({
      is: "unreachable",
      reason: "proxy",
      detail: "HTTP 407 of the proxy",
      proxy: { address: proxy.authority, variable, status: 407, hasLogin: true },
    });
  });

  it("that cannot find the host is named", async () => {
    const { fault, proxy } = await asked({ ways: {} });
    expect(fault).toMatchObject({ reason: "proxy", proxy: { ...proxy, status: 502 } });
  });

  it("that does not answer is given up in time", async () => {
    const { fault, proxy } = await asked({ isSilent: true }, 100);
    const late = { reason: "proxy", proxy: { ...proxy, fault: "timeout" } };
    // Once connected, a plain request may wait for its host as well as for the proxy.
    expect(fault).toMatchObject(protocol === "https:" ? late : { is: "stalled" });
  });

  it("that is down is named", async () => {
    const address = `127.0.0.1:${await nobodysPort()}`;
    expect(await faultOf({ [variable]: address }, protocol)).toEqual({
      is: "unreachable",
      reason: "proxy",
      detail: "ECONNREFUSED",
      proxy: { address, variable, fault: "refused" },
    });
  });

  it("of an unknown name is named", async () => {
    expect(await faultOf({ [variable]: "http://proxy.invalid:3128" }, protocol)).toMatchObject({
      reason: "proxy",
      proxy: { address: "proxy.invalid:3128", variable, fault: "dns" },
    });
  });

  it("that hangs up, or speaks no HTTP, is named", async () => {
    for (const greeting of ["", "SSH-2.0-OpenSSH_9.2\r\n"]) {
      const rude: Server = createServer((socket) => {
        socket.on("error", () => undefined);
        socket.once("data", () => socket.end(greeting));
      });
      const address = `127.0.0.1:${await listenOnLoopback(rude, 0)}`;
      const fault = await faultOf({ [variable]: address }, protocol);
      expect(fault).toMatchObject({ reason: "proxy", proxy: { address, fault: "reset" } });
      rude.close();
    }
  });

  it("that is none of ours is an error before anything is sent", async () => {
    expect(await faultOf({ ALL_PROXY: "socks5://127.0.0.1:9" }, protocol)).toEqual({
      is: "unusable",
      error: { code: "ProxyUnusable", variable: "ALL_PROXY", scheme: "socks5" },
    });
  });

  it("is left out for hosts that NO_PROXY exempts, even one that cannot be used", async () => {
    const server = await site.startServer(say(shortAnswer));
    const environment = { all_proxy: "socks5://x", no_proxy: "127.0.0.0/8" };
    const sender = site.startSender(5_000, 5_000, environment);
    expect((await sender.send(callTo(server.port, 3))).status).toBe(200);
  });
});

describe.runIf(!componentMissing("openssl"))("a tunnel", () => {
  const usual = getCACertificates("default");
  let tls: ReturnType<typeof selfSigned>;
  beforeEach(() => {
    tls = selfSigned("DNS:store.corp,IP:127.0.0.1");
    setDefaultCACertificates([...usual, tls.cert]);
  });
  afterEach(() => setDefaultCACertificates(usual));

  it.each(lanes)("serves one request after the other of $lane", async ({ bytes }) => {
    const server = await site.startServer(say(shortAnswer), tls);
    const proxy = await site.startProxy({
      ways: { "store.corp": server.port },
      login: "anna:secret",
    });
    const environment = { https_proxy: `anna:secret@${proxy.authority}` };
    const sender = site.startSender(5_000, 5_000, environment);
    for (let count = 0; count < 3; count += 1) {
      expect((await sender.send(callByName("https:", bytes))).status).toBe(200);
    }
    expect(proxy.asked).toEqual(["CONNECT store.corp:443"]);
    expect(server.heads.join()).not.toMatch(/authorization/iu);
    sender.close();
    await waitUntil("no connection is open", () => server.open() === 0);
  });

  it("can be made by a proxy that is spoken to over TLS", async () => {
    const server = await site.startServer(say(shortAnswer), tls);
    const proxy = await site.startProxy({ ways: { "store.corp": server.port }, tls });
    const sender = site.startSender(5_000, 5_000, { HTTPS_PROXY: proxy.url });
    expect((await sender.send(callByName("https:"))).status).toBe(200);
    const plain = await site.startServer(say(shortAnswer));
    const other = await site.startProxy({ ways: { "store.corp": plain.port }, tls });
    const plainSender = site.startSender(5_000, 5_000, { HTTP_PROXY: other.url });
    expect((await plainSender.send(callByName("http:"))).status).toBe(200);
  });

  it("to a host that is somebody else is the fault of that host, and the proxy is named", async () => {
    const server = await site.startServer(say(shortAnswer), selfSigned("DNS:elsewhere"));
    const proxy = await site.startProxy({ ways: { "store.corp": server.port } });
    expect(await faultOf({ HTTPS_PROXY: proxy.url }, "https:")).toMatchObject({
      reason: "tls",
      proxy: { address: proxy.authority, variable: "HTTPS_PROXY" },
    });
  });

  it("to a host without TLS is the fault of that host", async () => {
    const plain = await site.startProxy();
    const proxy = await site.startProxy({ ways: { "store.corp": plain.port } });
    expect(await faultOf({ HTTPS_PROXY: proxy.url }, "https:")).toMatchObject({
      reason: "not https",
    });
  });

  it("is no longer waited for once the request is aborted", async () => {
    const proxy = await site.startProxy({ isSilent: true });
    const sender = site.startSender(60_000, 60_000, { HTTPS_PROXY: proxy.url });
    const controller = new AbortController();
    const sending = sender.send(callByName("https:", 3, { signal: controller.signal }));
    await waitUntil("the proxy was asked", () => proxy.asked.length === 1);
    const reason = new Error("enough");
    controller.abort(reason);
    await expect(sending).rejects.toBe(reason);
  });

  it("by a proxy whose certificate nobody vouches for is not made", async () => {
    const proxy = await site.startProxy({ tls: selfSigned("IP:127.0.0.1") });
    expect(await faultOf({ HTTPS_PROXY: proxy.url }, "https:")).toMatchObject({
      reason: "proxy",
      proxy: { fault: "tls" },
    });
  });

  it("by a proxy that does not speak TLS is not made", async () => {
    const proxy = await site.startProxy();
    expect(await faultOf({ HTTPS_PROXY: `https://${proxy.authority}` }, "https:")).toMatchObject({
      reason: "proxy",
      proxy: { fault: "not https" },
    });
  });
});
