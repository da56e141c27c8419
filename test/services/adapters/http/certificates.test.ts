import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { readNetworkFault } from "../../../../src/services/adapters/http/network-fault.ts";
import type { Environment } from "../../../../src/services/ports/environment.ts";
import { componentMissing } from "../../../support/processes/components.ts";
import { selfSigned } from "../../../support/processes/tls.ts";
import { callTo, HttpSite, say, shortAnswer } from "../../../support/sites/http-site.ts";

const site = new HttpSite();
const usual = getCACertificates("default");
afterEach(async () => {
  await site.close();
  setDefaultCACertificates(usual);
});

describe.runIf(!componentMissing("openssl"))("certificates", () => {
  let folder: string;
  let tls: ReturnType<typeof selfSigned>;
  let file: string;

  beforeAll(async () => {
    tls = selfSigned();
    folder = await mkdtemp(path.join(tmpdir(), "s3-sftp-ca-"));
    file = path.join(folder, "ca.pem");
    // As those files are: with words between the certificates.
    await writeFile(file, `# Clinic CA\n${tls.cert}\n# Clinic CA, again\n${tls.cert}`);
    await writeFile(path.join(folder, "empty.pem"), "no certificate");
    await writeFile(
      path.join(folder, "broken.pem"),
      "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    );
  });
  afterAll(() => rm(folder, { recursive: true }));

  const send = async (environment: Environment) => {
    const { port } = await site.startServer(say(shortAnswer), tls);
    const origin = { protocol: "https:", hostname: "127.0.0.1", port: String(port) } as const;
    return site.startSender(5_000, 5_000, environment).send(callTo(port, 3, { origin }));
  };
  const faultOf = (environment: Environment) =>
    send(environment).then(() => null, readNetworkFault);

  it("that nobody vouches for are not trusted", async () => {
    expect(await faultOf({})).toMatchObject({ is: "unreachable", reason: "tls" });
  });

  it("of AWS_CA_BUNDLE are trusted", async () => {
    expect((await send({ AWS_CA_BUNDLE: file })).status).toBe(200);
  });

  it.each([
    ["missing.pem", "ENOENT"],
    [".", "EISDIR"],
    ["empty.pem", null],
    ["broken.pem", null],
  ])("of an AWS_CA_BUNDLE that cannot be used (%s) are an error", async (name, detail) => {
    const bundle = path.join(folder, name);
    expect(await faultOf({ AWS_CA_BUNDLE: bundle })).toEqual({
      is: "unusable",
      error: {
        code: "CertificatesUnreadable",
        variable: "AWS_CA_BUNDLE",
        path: bundle,
        detail,
      },
    });
  });

  it.each([
    ["SSL_CERT_FILE", {}],
    ["NODE_EXTRA_CA_CERTS", {}],
    ["AWS_CA_BUNDLE", {}],
    ["SSL_CERT_FILE", { SSL_CERT_DIR: "/nowhere" }],
  ])("of this system are trusted, by %s and %j", async (variable, more) => {
    const server = await site.startServer(say(shortAnswer), tls);
    const source = new URL(
      "../../../../src/services/adapters/http/http-sender.ts",
      import.meta.url,
    );
    const program = `
      import { createHttpSender } from ${JSON.stringify(source.href)};
      const sender = createHttpSender({ connectTimeoutMs: 5000, idleTimeoutMs: 5000, environment: process.env });
      const origin = { protocol: "https:", hostname: "127.0.0.1", port: "${server.port}" };
      const call = { method: "PUT", origin, path: "/", headers: { "content-length": "1" }, body: Buffer.from("x") };
      const replies = await Promise.all([sender.send(call), sender.send(call), sender.send(call)]);
      replies.push(await sender.send(call));
      console.log(replies.map(({ status }) => status).join(" "));`;
    const ended = await promisify(execFile)(
      process.execPath,
      ["--input-type=module", "-e", program],
      { env: { ...more, [variable]: path.join(folder, "ca.pem") }, timeout: 20_000 },
    );
    expect(ended).toEqual({ stdout: "200 200 200 200\n", stderr: "" });
    // Each request was made once.
    expect(server.heads).toHaveLength(4);
  });
});
