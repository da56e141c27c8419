import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { request } from "node:https";
import { tmpdir } from "node:os";
import path from "node:path";
import { connect, type PeerCertificate } from "node:tls";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readTlsIdentity } from "../../../src/server/operations/tls-identity.ts";
import { commandWords } from "../../../src/server/words/command-words.ts";
import { componentMissing } from "../../support/processes/components.ts";
import {
  createLogServerFolder,
  type LogServerFolder,
  type LogServerProcess,
} from "../../support/processes/log-server.ts";
import { waitUntil } from "../../support/processes/wait-until.ts";

let certs: string;
const fileOf = (name: string) => path.join(certs, name);

const makeCertificate = (name: string) => {
  const args = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2";
  const files = ["-keyout", fileOf(`${name}.key`), "-out", fileOf(`${name}.crt`)];
  const names = ["-subj", `/CN=${name}`, "-addext", "subjectAltName=IP:127.0.0.1"];
  execFileSync("openssl", [...args.split(" "), ...files, ...names], { stdio: "ignore" });
};

/** The certificate that the server shows to a new connection. */
const shownBy = async (port: number): Promise<PeerCertificate> =>
  new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1", rejectUnauthorized: false }, () => {
      resolve(socket.getPeerCertificate());
      socket.end();
    });
    socket.on("error", reject);
  });

describe.runIf(!componentMissing("openssl"))("the log server with TLS", () => {
  let folder: LogServerFolder;
  let server: LogServerProcess;
  let port: number;
  beforeAll(async () => {
    certs = await mkdtemp(path.join(tmpdir(), "s3-sftp-tls-"));
    for (const name of ["first", "second"]) makeCertificate(name);
  });
  afterAll(async () => rm(certs, { recursive: true, force: true }));
  beforeEach(async () => {
    folder = await createLogServerFolder();
    copyFileSync(fileOf("first.crt"), fileOf("live.crt"));
    copyFileSync(fileOf("first.key"), fileOf("live.key"));
    const args = ["--tls-cert", fileOf("live.crt"), "--tls-key", fileOf("live.key")];
    server = await folder.start({ args });
    port = Number(new URL(server.url).port);
  });
  afterEach(async () => folder.remove());

  const openssl = (version: string) =>
    spawnSync("openssl", ["s_client", "-connect", `127.0.0.1:${port}`, version], {
      input: "GET /health-check HTTP/1.0\r\n\r\n",
      encoding: "utf8",
    });

  it("takes a post over https from a client that checks its certificate", async () => {
    expect(server.url).toMatch(/^https:/);
    const ca = await readFile(fileOf("first.crt"));
    const body = JSON.stringify({ Auth: folder.token, Action: "Success", LogMessage: "over TLS" });
    const status = await new Promise((resolve, reject) => {
      request(server.url, { method: "POST", ca }, (response) => resolve(response.statusCode))
        .on("error", reject)
        .end(body);
    });
    expect(status).toBe(202);
  });

  it("speaks TLS 1.2 and 1.3, and not 1.1", () => {
    expect(openssl("-tls1_2").stdout).toContain("Protocol  : TLSv1.2");
    expect(openssl("-tls1_3").stdout).toContain("TLSv1.3");
    const old = openssl("-tls1_1");
    expect(old.status).not.toBe(0);
    expect(old.stdout).toContain("Cipher is (NONE)");
  });

  it("answers plain http on the TLS port with nothing", async () => {
    await expect(fetch(`http://127.0.0.1:${port}/health-check`)).rejects.toThrow("fetch failed");
  });

  it("shows a renewed certificate without a restart, and keeps the old one while the pair does not fit", async () => {
    expect((await shownBy(port)).subject.CN).toBe("first");
    copyFileSync(fileOf("second.crt"), fileOf("live.crt"));
    await waitUntil("the misfit is noticed", () =>
      server.output().includes(commandWords.certificateRejected),
    );
    expect((await shownBy(port)).subject.CN).toBe("first");
    copyFileSync(fileOf("second.key"), fileOf("live.key"));
    server.child.kill("SIGHUP");
    await waitUntil(
      "the new one is shown",
      async () => (await shownBy(port)).subject.CN === "second",
    );
    expect(server.output()).not.toContain("PRIVATE KEY");
  });

  it("does not start with a key of another certificate, and names no part of it", async () => {
    const files = { certFile: fileOf("first.crt"), keyFile: fileOf("second.key") };
    expect((await readTlsIdentity(files)).ok).toBe(false);
    const args = ["--tls-cert", files.certFile, "--tls-key", files.keyFile];
    await expect(folder.start({ args })).rejects.toThrow(
      commandWords.certificateUnusable(files.certFile, "ERR_OSSL_X509_KEY_VALUES_MISMATCH"),
    );
  });
});
