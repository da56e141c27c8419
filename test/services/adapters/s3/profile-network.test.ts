import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { closeServer, listenOnLoopback } from "../../../../src/demo/loopback.ts";
import { profileCredentials } from "../../../../src/services/adapters/s3/profile-credentials.ts";
import { componentMissing } from "../../../support/processes/components.ts";
import { selfSigned } from "../../../support/processes/tls.ts";
import { startForwardProxy, type ForwardProxy } from "../../../support/sites/forward-proxy.ts";
import { valueOf } from "../../../support/values/value-of.ts";

const expiration = "2099-01-01T00:00:00Z";

/** What STS answers to the `count`th question. */
const roleAnswer = (action: string, count: number) =>
  `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${action}Result><Credentials><AccessKeyId>ASIAROLE${count}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>token-${count}</SessionToken><Expiration>${expiration}</Expiration></Credentials></${action}Result></${action}Response>`;

const containerKeys = {
  AccessKeyId: "ASIACONTAINER",
  SecretAccessKey: "s",
  Token: "t",
  Expiration: expiration,
};
const usual = getCACertificates("default");

const ask = (profile: string) => profileCredentials(profile, process.env)(true);

/** Only the proxy knows where keys.corp and sts.corp are. */
describe.runIf(!componentMissing("openssl"))("the keys of a profile, behind a proxy,", () => {
  let folder: string;
  let proxy: ForwardProxy;
  let sts: Server;
  let container: Server;
  let containerStatus: number;
  let asked: { readonly headers: IncomingHttpHeaders; readonly form: URLSearchParams }[];

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "s3-sftp-profile-"));
    asked = [];
    containerStatus = 200;
    const tls = selfSigned("DNS:keys.corp");
    sts = createServer((request, response) => {
      void text(request).then((body) => {
        const form = new URLSearchParams(body);
        asked.push({ headers: request.headers, form });
        response.setHeader("content-type", "text/xml");
        return response.end(roleAnswer(form.get("Action") ?? "", asked.length));
      });
    });
    container = createTlsServer(tls, (_, response) => {
      response.writeHead(containerStatus).end(JSON.stringify(containerKeys));
    });
    const [stsPort, containerPort] = [
      await listenOnLoopback(sts, 0),
      await listenOnLoopback(container, 0),
    ];
    proxy = await startForwardProxy({ ways: { "sts.corp": stsPort, "keys.corp": containerPort } });
    for (const name of Object.keys(process.env))
      if (/^AWS_|_proxy$/iu.test(name)) vi.stubEnv(name, undefined);
    await writeFile(path.join(folder, "ca.pem"), tls.cert);
    const environment = {
      HOME: folder,
      AWS_ENDPOINT_URL_STS: "http://sts.corp",
      AWS_CONTAINER_CREDENTIALS_FULL_URI: "https://keys.corp/role",
      AWS_CA_BUNDLE: path.join(folder, "ca.pem"),
      HTTP_PROXY: proxy.url,
      HTTPS_PROXY: proxy.url,
    };
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    await mkdir(path.join(folder, ".aws", "sso", "cache"), { recursive: true });
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    setDefaultCACertificates(usual);
    await proxy.close();
    await closeServer(sts);
    await closeServer(container);
    await rm(folder, { recursive: true });
  });

  const write = (name: string, content: string) =>
    writeFile(path.join(folder, ".aws", name), content);
  const signers = () =>
    asked.map(({ headers }) => /Credential=(\w+)/u.exec(headers.authorization ?? "")?.[1]);

  it("come from STS for the token of a file", async () => {
    await write("token", "jwt");
    const file = path.join(folder, ".aws", "token");
    await write("config", `[profile p]\nrole_arn = r\nweb_identity_token_file = ${file}\n`);
    expect(valueOf(await ask("p"))).toMatchObject({ sessionToken: "token-1" });
    expect(proxy.asked).toEqual(["POST http://sts.corp/"]);
  });

  it("are asked for where the sign-in is, whatever the region of the buckets", async () => {
    const session = { accessToken: "t", expiresAt: expiration };
    const name = createHash("sha1").update("corp").digest("hex");
    await write(path.join("sso", "cache", `${name}.json`), JSON.stringify(session));
    const where = "sso_region = us-west-2\nsso_start_url = https://corp.example/start\n";
    await write(
      "config",
      `[profile p]\nregion = eu-central-1\nsso_session = corp\nsso_account_id = 1\nsso_role_name = r\n[sso-session corp]\n${where}`,
    );
    expect(await ask("p")).toMatchObject({ error: { source: { from: "sso" } } });
    expect(new Set(proxy.asked)).toEqual(
      new Set(["CONNECT portal.sso.us-west-2.amazonaws.com:443"]),
    );
  });

  it("come from a container, by the roles of all profiles on the way", async () => {
    await write(
      "config",
      "[profile outer]\nrole_arn = second\nsource_profile = inner\nexternal_id = x\n[profile inner]\nrole_arn = first\nrole_session_name = n\ncredential_source = EcsContainer\n",
    );
    expect(valueOf(await ask("outer"))).toMatchObject({
      accessKeyId: "ASIAROLE2",
      sessionToken: "token-2",
      expiresAtMs: Date.parse(expiration),
    });
    expect(proxy.asked[0]).toBe("CONNECT keys.corp:443");
    expect(signers()).toEqual(["ASIACONTAINER", "ASIAROLE1"]);
    expect(asked.map(({ form }) => form.get("RoleArn"))).toEqual(["first", "second"]);
    expect(asked[0]?.form.get("RoleSessionName")).toBe("n");
    expect(asked[1]?.form.get("ExternalId")).toBe("x");
  });

  it("are missing where the container gives none, which is said with the profile", async () => {
    containerStatus = 403;
    await write("config", "[profile p]\nrole_arn = r\ncredential_source = EcsContainer\n");
    expect(await ask("p")).toMatchObject({
      error: { source: { profile: "p", from: "role" }, why: expect.stringContaining("HTTP 403") },
    });
  });
});
