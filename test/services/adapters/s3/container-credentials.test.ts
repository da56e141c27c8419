import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { createServer, type Server } from "node:https";
import { tmpdir } from "node:os";
import path from "node:path";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { closeServer, listenOnLoopback } from "../../../../src/demo/loopback.ts";
import { ambientCredentials } from "../../../../src/services/adapters/s3/ambient-credentials.ts";
import { componentMissing } from "../../../support/processes/components.ts";
import { selfSigned } from "../../../support/processes/tls.ts";
import { startForwardProxy, type ForwardProxy } from "../../../support/sites/forward-proxy.ts";
import { valueOf } from "../../../support/values/value-of.ts";

const keys = {
  AccessKeyId: "ASIACONTAINER0000000",
  SecretAccessKey: "a-secret",
  Token: "a-session-token",
  Expiration: "2099-01-01T00:00:00Z",
};
const usual = getCACertificates("default");

describe.runIf(!componentMissing("openssl"))("keys from a container's https address", () => {
  let folder: string;
  let server: Server;
  let proxy: ForwardProxy;
  let environment: Record<string, string>;
  let answers: { status: number; body: string; headers?: Record<string, string> }[];
  let requests: IncomingMessage[];

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "s3-sftp-container-"));
    const tls = selfSigned("DNS:keys.corp");
    await writeFile(path.join(folder, "ca.pem"), tls.cert);
    answers = [];
    requests = [];
    server = createServer(tls, (request, response) => {
      requests.push(request);
      const usualAnswer = { status: 200, body: JSON.stringify(keys) };
      const { status, body, headers } = { headers: {}, ...(answers.shift() ?? usualAnswer) };
      response.writeHead(status, headers).end(body);
    });
    const port = await listenOnLoopback(server, 0);
    proxy = await startForwardProxy({ ways: { "keys.corp": port } });
    environment = {
      HOME: folder,
      AWS_CONTAINER_CREDENTIALS_FULL_URI: "https://keys.corp/role?of=sender",
      AWS_CONTAINER_AUTHORIZATION_TOKEN: "Basic token-of-the-container",
      HTTPS_PROXY: proxy.url,
      AWS_CA_BUNDLE: path.join(folder, "ca.pem"),
    };
  });
  afterEach(async () => {
    setDefaultCACertificates(usual);
    await proxy.close();
    await closeServer(server);
    await rm(folder, { recursive: true });
  });

  const ask = () => ambientCredentials(environment, null);

  it("come through the proxy, from a host that AWS_CA_BUNDLE vouches for, with the token", async () => {
    const provider = valueOf(await ask());
    expect(valueOf(await provider(false))).toEqual({
      accessKeyId: keys.AccessKeyId,
      secretAccessKey: keys.SecretAccessKey,
      sessionToken: keys.Token,
      expiresAtMs: Date.UTC(2099, 0, 1),
    });
    expect(proxy.asked).toEqual(["CONNECT keys.corp:443"]);
    expect(requests.map(({ url }) => url)).toEqual(["/role?of=sender"]);
    expect(requests[0]?.headers).toMatchObject({
      host: "keys.corp",
      authorization: environment["AWS_CONTAINER_AUTHORIZATION_TOKEN"],
    });
  });

  it("are asked for with the token of a file as it is then", async () => {
    const file = path.join(folder, "token");
    environment["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = file;
    await writeFile(file, "first\n");
    const provider = valueOf(await ask());
    await writeFile(file, "second\n");
    valueOf(await provider(true));
    expect(requests.map(({ headers }) => headers.authorization)).toEqual(["first", "second"]);
    await rm(file);
    expect(await provider(true)).toMatchObject({
      error: { code: "CredentialsUnavailable", why: expect.stringContaining("ENOENT") },
    });
  });

  it("are asked for again after an answer that passes", async () => {
    answers = [{ status: 503, body: "" }];
    valueOf(await ask());
    expect(requests).toHaveLength(2);
  });

  it.each([
    ["refuses", 403, '{"code":"Denied","message":"no role"}', "HTTP 403: Denied: no role"],
    ["says a secret", 403, `{"message":"no ${"aB3/".repeat(10)}"}`, "HTTP 403: no …"],
    ["has none", 200, "{}", "no keys in the answer"],
    ["shows a page", 200, "<html>", "no keys in the answer"],
  ])("are missing where it %s, which is said with the variable", async (_, status, body, why) => {
    answers = [{ status, body }];
    expect(await ask()).toMatchObject({
      error: {
        code: "CredentialsUnavailable",
        why: `AWS_CONTAINER_CREDENTIALS_FULL_URI: ${why}`,
      },
    });
    expect(requests).toHaveLength(1);
  });

  it("take no token to where they are sent on", async () => {
    answers = [{ status: 302, body: "", headers: { location: "https://keys.corp/other" } }];
    expect(await ask()).toMatchObject({ error: { why: expect.stringContaining("HTTP 302") } });
    expect(requests).toHaveLength(1);
  });

  it.each([403, 407])("name the proxy that answers %i, and ask it once", async (refuses) => {
    await proxy.close();
    proxy = await startForwardProxy({ refuses });
    environment["HTTPS_PROXY"] = proxy.url;
    expect(await ask()).toMatchObject({
      error: {
        code: "CredentialsUnavailable",
        why: expect.stringContaining(`through the proxy ${proxy.authority} (HTTPS_PROXY)`),
      },
    });
    expect(proxy.asked).toHaveLength(1);
  });

  it("need certificates that can be read", async () => {
    environment["AWS_CA_BUNDLE"] = path.join(folder, "missing.pem");
    expect(await ask()).toMatchObject({ error: { code: "CertificatesUnreadable" } });
  });
});
