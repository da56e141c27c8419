import { once } from "node:events";
import { request } from "node:https";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterEach, expect, test } from "vitest";
import { Agents } from "../../../../src/services/adapters/http/agents.ts";
import { HttpSite, say, shortAnswer } from "../../../support/sites/http-site.ts";
import { selfSigned } from "../../../support/processes/tls.ts";

const site = new HttpSite();
const usual = getCACertificates("default");
afterEach(async () => {
  setDefaultCACertificates(usual);
  await site.close();
});

test("over TLS a piece of a body waits until the one before it has left", async () => {
  const tls = selfSigned();
  setDefaultCACertificates([...usual, tls.cert]);
  const server = await site.startServer(say(shortAnswer), tls);
  const agents = new Agents({ connectTimeoutMs: 5_000, idleTimeoutMs: 5_000, environment: {} });
  const bodyBytes = 64 * 1024;
  const put = request({
    agent: agents.of("https:"),
    hostname: "localhost",
    port: server.port,
    method: "PUT",
    headers: { "content-length": bodyBytes },
  });
  const [socket] = await once(put, "socket");
  await once(socket, "secureConnect");
  for (let at = 0; at < bodyBytes; at += 16 * 1024) {
    expect(put.write(Buffer.alloc(16 * 1024))).toBe(false);
    await once(put, "drain");
  }
  put.end();
  const [response] = await once(put, "response");
  expect(response.statusCode).toBe(200);
  agents.destroy();
});
