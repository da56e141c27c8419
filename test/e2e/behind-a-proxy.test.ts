import { proxyFault } from "../../src/words/errors/proxy-errors.ts";
import { mkdir, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { closeServer, listenOnLoopback } from "../../src/demo/loopback.ts";
import { startS3StandIn, type S3StandIn } from "../../src/demo/s3-stand-in.ts";
import { startSlackStandIn, type SlackStandIn } from "../../src/demo/slack-stand-in.ts";
import { setupWords } from "../../src/words/setup.ts";
import { summaryWords } from "../../src/words/setup-summary.ts";
import { componentMissing } from "../support/processes/components.ts";
import { createLogServerFolder, type LogServerFolder } from "../support/processes/log-server.ts";
import { startOnPty, type PtyProgram } from "../support/processes/pty.ts";
import { program, runCli } from "../support/processes/run-cli.ts";
import { selfSigned } from "../support/processes/tls.ts";
import { waitUntil } from "../support/processes/wait-until.ts";
import { startForwardProxy, type ForwardProxy } from "../support/sites/forward-proxy.ts";
import {
  createSenderMachine,
  withDaemon,
  type SenderMachine,
} from "../support/sites/sender-machine.ts";
import { sendInApp } from "../support/sites/send-in-app.ts";
import { answerSetUp } from "../support/sites/set-up.ts";
import { assumed, roleAnswer } from "../support/values/assumed-role.ts";
import { sender } from "../support/values/s3-people.ts";
import { arrived } from "../support/values/arrived.ts";

const bucket = "inbox";
const region = "eu-central-1";
const endpoint = "https://store.corp";
const password = "p@ss-of-the-proxy";
const passphrase = "a passphrase of the tests";

/** Only the proxy knows where these names are; only the system vouches for the storage service's certificate. */
describe.runIf(!componentMissing("openssl"))("behind a proxy that alone finds the names", () => {
  let s3: S3StandIn;
  let slack: SlackStandIn;
  let logFolder: LogServerFolder;
  let sts: Server;
  let machine: SenderMachine;
  let ways: Record<string, number>;
  let proxy: ForwardProxy;
  let app: PtyProgram | null = null;
  let certificates: Record<string, string>;

  beforeEach(async () => {
    const tls = selfSigned("DNS:store.corp");
    sts = createServer((_, response) => {
      response.writeHead(200, { "content-type": "text/xml" }).end(roleAnswer);
    });
    [s3, slack, logFolder, machine] = await Promise.all([
      startS3StandIn({
        users: [sender(bucket), assumed],
        buckets: [{ name: bucket, region }],
        tls,
      }),
      startSlackStandIn(),
      createLogServerFolder(),
      createSenderMachine(),
    ]);
    const log = await logFolder.start({ slackUrl: slack.url });
    ways = {
      "store.corp": s3.port,
      "log.corp": Number(new URL(log.url).port),
      "sts.corp": await listenOnLoopback(sts, 0),
    };
    await machine.write("report.csv", "a;b;c\n");
    const file = path.join(machine.root, "ca.pem");
    await writeFile(file, tls.cert);
    certificates = { SSL_CERT_FILE: file };
  });

  afterEach(async () => {
    await app?.close();
    app = null;
    await machine.remove();
    await proxy.close();
    await logFolder.remove();
    await slack.close();
    await closeServer(sts);
    await s3.close();
  });

  const startProxy = async (login?: string) => {
    proxy = await startForwardProxy({ ways, ...(login !== undefined && { login }) });
    return proxy;
  };

  const upload = (environment: Readonly<Record<string, string>>) =>
    runCli(
      [
        "upload",
        "--bucket",
        bucket,
        "--endpoint",
        endpoint,
        "--log-url",
        "http://log.corp",
        "report.csv",
      ],
      {
        environment: {
          ...machine.withKeys({ region, endpoint: null }, sender(bucket)),
          ...certificates,
          S3_SFTP_LOG_TOKEN: logFolder.token,
          ...environment,
        },
        folder: machine.files,
      },
    );

  const isToldOnce = () => waitUntil("Slack has one message", () => slack.messages.length === 1);

  it.each([
    ["without a password", undefined, ""],
    ["with a password", `anna:${password}`, `http://anna:${encodeURIComponent(password)}@`],
  ])("uploads and tells the log server, %s", async (_, login, before) => {
    const { authority, asked } = await startProxy(login);
    const { code, stderr } = await upload({ ALL_PROXY: `${before}${authority}` });
    expect(stderr).not.toMatch(/proxy/iu);
    expect(code).toBe(0);
    expect(s3.objects(bucket).map(({ key }) => key)).toEqual(["report.csv"]);
    await isToldOnce();
    expect(new Set(asked)).toEqual(new Set(["CONNECT store.corp:443", "POST http://log.corp/"]));
  });

  it("names the proxy that refuses the password, and not the password", async () => {
    const { authority, asked } = await startProxy("anna:right");
    const wrong = { HTTPS_PROXY: `http://anna:${encodeURIComponent(password)}@${authority}` };
    const { code, stderr, stdout } = await upload(wrong);
    expect(code).toBe(4);
    const refused = { variable: "HTTPS_PROXY", address: authority, status: 407, hasLogin: true };
    expect(stderr).toContain(proxyFault(refused));
    expect(stderr).toContain("HTTPS_PROXY");
    expect(stderr + stdout).not.toMatch(/p@ss|p%40ss|anna/u);
    // To ask again with the same password is of no use, and may lock the account.
    expect(asked).toHaveLength(1);
  });

  it("asks STS for the keys of a role", async () => {
    const { authority, asked } = await startProxy();
    const folder = path.join(machine.root, ".aws");
    await mkdir(folder);
    const { accessKeyId, secretAccessKey } = sender(bucket);
    await writeFile(
      path.join(folder, "credentials"),
      `[base]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
    );
    await writeFile(
      path.join(folder, "config"),
      "[profile clinic]\nregion = eu-central-1\nsource_profile = base\nrole_arn = arn:aws:iam::123456789012:role/send\n",
    );
    const { code, stderr } = await runCli(
      ["upload", "--bucket", bucket, "--endpoint", endpoint, "report.csv"],
      {
        environment: {
          ...machine.environment,
          ...certificates,
          ALL_PROXY: authority,
          AWS_PROFILE: "clinic",
          AWS_ENDPOINT_URL_STS: "http://sts.corp",
        },
        folder: machine.files,
      },
    );
    expect(stderr).not.toContain("code:");
    expect(code).toBe(0);
    expect(asked).toContain("POST http://sts.corp/");
    expect(s3.objects(bucket).map(({ key }) => key)).toEqual(["report.csv"]);
  });

  it("checks the setup, and uploads in the background", async () => {
    const { authority, asked } = await startProxy(`anna:${password}`);
    const url = `http://anna:${encodeURIComponent(password)}@${authority}`;
    app = startOnPty([process.execPath, program], {
      environment: {
        PATH: process.env["PATH"] ?? "",
        ...withDaemon(machine.environment),
        ...certificates,
        https_proxy: url,
        http_proxy: url,
      },
      folder: machine.files,
    });
    await app.waitForText(setupWords.title("accessKeyId"));
    await answerSetUp(app, {
      ...sender(bucket),
      bucket,
      endpoint,
      region,
      log: { url: "http://log.corp", token: logFolder.token },
      passphrase,
    });
    await app.waitForText(summaryWords.canList);
    await app.waitForText(summaryWords.canUpload);
    await app.waitForText(summaryWords.knowsToken);
    await app.press("enter");
    await app.waitForText("report.csv");
    await sendInApp(app, { select: "marked", selected: "1 file" });
    await app.waitForText(arrived(1), 60_000);
    await isToldOnce();
    expect(asked).toContain("GET http://log.corp/health-check");
    await app.type("q");
    expect(await app.exited).toBe(0);
  });
});
