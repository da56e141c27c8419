import { withConnection } from "../../src/domain/log-servers.ts";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { startSlackStandIn } from "../../src/demo/slack-stand-in.ts";
import { exitCodes } from "../../src/domain/exit-codes.ts";
import { errorWords } from "../../src/words/errors/error-words.ts";
import { verificationWords } from "../../src/words/receipt.ts";
import { argumentWords } from "../../src/words/commands/arguments.ts";
import { doctorWords } from "../../src/words/commands/doctor.ts";
import { historyCommandWords } from "../../src/words/commands/history.ts";
import { policyWords } from "../../src/words/commands/policy.ts";
import { resetCommandWords } from "../../src/words/commands/reset.ts";
import { createLogServerFolder } from "../support/processes/log-server.ts";
import { program, runCli } from "../support/processes/run-cli.ts";
import { sender } from "../support/values/s3-people.ts";
import { standInSiteForEach } from "../support/sites/stand-in-site.ts";
import { bucket, region } from "../support/sites/stand-in-store.ts";
import { passphrase, storeConnection } from "../support/sites/stored-connection.ts";
import { waitUntil } from "../support/processes/wait-until.ts";

const site = standInSiteForEach();

const address = () => ({ region, endpoint: site.s3.endpoint });

const run = (args: readonly string[], more: Readonly<Record<string, string>> = {}) =>
  runCli(args, {
    environment: { ...site.machine.environment, ...more },
    folder: site.machine.files,
  });

const setUp = () =>
  storeConnection({
    environment: site.machine.environment,
    address: address(),
    keys: sender(bucket),
    bucket,
  });

const unlocked = { S3_SFTP_PASSPHRASE: passphrase };

describe("the program", () => {
  it("says its version and its commands", async () => {
    const version = await run(["--version"]);
    expect(version).toMatchObject({ code: 0, stderr: "" });
    const buildId = (await readFile(path.join(path.dirname(program), "build-id"), "utf8")).trim();
    expect(version.stdout).toContain(`${manifest.version} (build ${buildId}`);
    expect(version.stdout).toMatch(
      /^[^ ]+ \(build [0-9a-f]{16}(, commit [0-9a-f]{12}(-dirty)?)?\)\n$/,
    );
    const help = await run(["--help"]);
    expect(help.code).toBe(0);
    for (const verb of ["upload", "setup", "history", "doctor", "policy", "reset", "demo"]) {
      expect(help.stdout).toContain(`s3-sftp ${verb}`);
    }
    expect((await run(["upload", "--help"])).stdout).toContain("--storage-class");
  });

  it.each(["--version", "-V"])(
    "answers %s without loading what keeps compiled code",
    async (word) => {
      const caches = path.join(site.machine.files, "caches");
      const { stdout, code } = await run([word], { XDG_CACHE_HOME: caches });
      expect([stdout.split(" ")[0], code]).toEqual([manifest.version, 0]);
      expect(await readdir(caches).catch(() => null)).toBeNull();
      await run(["--help"], { XDG_CACHE_HOME: caches });
      expect(await readdir(caches)).toEqual(["s3-sftp"]);
    },
  );

  it("says so when there is no room for its version", () => {
    const { status, stderr } = spawnSync(
      "sh",
      ["-c", `exec "$0" "$1" --version > /dev/full`, process.execPath, program],
      { env: { ...site.machine.environment }, encoding: "utf8" },
    );
    expect([status, stderr]).toEqual([exitCodes.someFailed, expect.stringContaining("ENOSPC")]);
  });

  it("calls wrong usage by its name, and ends with 2", async () => {
    const typo = await run(["uplaod"]);
    expect(typo).toMatchObject({ code: 2, stdout: "" });
    expect(typo.stderr).toContain(argumentWords.unknownCommand("uplaod", "upload"));
    expect((await run(["upload", "--limit", "fast", "x"])).stderr).toContain(
      "must be a speed such as",
    );
    expect(await run(["history", "--count", "few"])).toMatchObject({ code: 2 });
  });

  it("needs a terminal for the app, and says what works without one", async () => {
    for (const args of [[], ["setup"]]) {
      const { code, stderr } = await run(args);
      expect(code).toBe(2);
      expect(stderr).toContain("Use s3-sftp upload without one");
    }
  });

  it.each([[], ["--accessible"], ["doctor"], ["upload"]])(
    "opens no other connection than the one that is named: %j",
    async (...words) => {
      await setUp();
      const args = [...words, "--connection", "clinc", ...(words[0] === "upload" ? ["a.txt"] : [])];
      const { code, stdout, stderr } = await run(args, unlocked);
      expect(code).toBe(3);
      const given = { missing: "connection", name: "clinc", stored: ["clinic"] } as const;
      const { happened, next } = errorWords({ code: "NotSetUp", ...given });
      expect(next).toContain("clinic");
      expect(stdout + stderr).toContain(happened);
      expect(stdout + stderr).toContain(next);
      expect(stdout).not.toContain(bucket);
    },
  );

  it("says on an old Node.js which one it needs, in one line", () => {
    const older = `Object.defineProperty(process.versions, "node", { value: "20.19.0" });`;
    const preload = `data:text/javascript,${encodeURIComponent(older)}`;
    const started = () =>
      execFileSync(process.execPath, ["--import", preload, program, "--version"], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "pipe"],
      });
    expect(started).toThrow(
      expect.objectContaining({
        status: 3,
        stderr: "s3-sftp needs Node.js 24 or newer. This is 20.19.0. See https://nodejs.org\n",
      }),
    );
  });

  it("keeps quiet when its reader has seen enough", () => {
    const command = `"$0" "$1" --help | head -n 1`;
    const line = execFileSync("bash", ["-o", "pipefail", "-c", command, process.execPath, program]);
    expect(line.toString()).toContain("Deliver files");
  });
});

describe("history and receipts", () => {
  it("prove what was delivered, as text and as JSON", async () => {
    await setUp();
    await site.machine.write("a.txt", "a");
    const uploaded = await run(["upload", "--json", "a.txt"], unlocked);
    expect(uploaded.code).toBe(0);
    const id = String(uploaded.events[0]?.["receiptId"]);
    const history = await run(["history"]);
    expect(history.stdout).toContain(`${bucket}/in/a.txt`);
    expect(history.stdout).toContain(id);
    const [event] = (await run(["history", "--json"])).events;
    expect(event).toMatchObject({ event: "receipt", id, connection: "clinic", key: "in/a.txt" });
    const receipt = await run(["receipt", id]);
    expect(receipt.stdout).toContain(`SHA-256:     ${String(event?.["sha256"])}`);
    expect(receipt.stdout).toContain(verificationWords["crc32-full-object"]);
    expect((await run(["receipt", id, "--json"])).events).toEqual([event]);
  });

  it("say when there is nothing", async () => {
    expect((await run(["history"])).stderr).toContain(historyCommandWords.nothing);
    const unknown = await run(["receipt", "no-such-id"]);
    expect(unknown.code).toBe(1);
    expect(unknown.stderr).toContain(historyCommandWords.noReceipt);
  });
});

describe("a file that cannot be read", () => {
  it.each([
    ["config/config.json", ["upload", "a.txt"]],
    ["config/config.json", ["doctor"]],
    ["state/state.db", ["history"]],
    ["state/state.db", ["status"]],
  ])("%s ends `%s` with 3, and is left as it is", async (name, args) => {
    await setUp();
    const file = path.join(site.machine.home, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, "{ no more");
    const { code, stdout, stderr } = await run(args, unlocked);
    expect(code).toBe(3);
    const { happened } = errorWords({ code: "StateUnreadable", file, reason: "corrupt" });
    expect(stdout + stderr).toContain(happened);
    expect(await readFile(file, "utf8")).toBe("{ no more");
  });
});

describe("doctor", () => {
  it("finds nothing wrong with a machine that is set up, and checks the right to write", async () => {
    await setUp();
    const { code, stdout } = await run(["doctor"], unlocked);
    expect(code).toBe(0);
    expect(stdout).toContain(doctorWords.finding("ok", "Node.js", process.versions.node));
    const [version = ""] = (await run(["--version"])).stdout.split("\n");
    const folder = path.resolve(path.dirname(program), "..");
    const installed = doctorWords.program(version, { as: "source", folder });
    expect(stdout).toContain(doctorWords.finding("ok", "s3-sftp", installed));
    expect(stdout).toContain(
      doctorWords.finding("ok", `connection clinic, ${bucket}/in/`, doctorWords.canListAndUpload),
    );
    expect(stdout).toContain(doctorWords.finding("ok", "clock", doctorWords.clockAccepted));
    expect(stdout).toContain(doctorWords.inFile(""));
    expect(stdout).not.toContain(doctorWords.finding("trouble", "", "").split(" ")[0]);
    expect(site.s3.objects(bucket)).toEqual([]);
    expect(site.s3.uploadCount(bucket)).toBe(0);
  });

  it("says the same to a script, one object a line", async () => {
    await setUp();
    const { code, events } = await run(["doctor", "--json"], unlocked);
    expect(code).toBe(0);
    const checks = events.map(({ what, state }) => [what, state]);
    expect(checks).toContainEqual(["worker", "note"]);
    expect(checks).toContainEqual([`connection clinic, ${bucket}/in/`, "ok"]);
    expect(events.every(({ event }) => event === "check")).toBe(true);
  });

  it("names the next step on a fresh machine", async () => {
    const { code, stdout } = await run(["doctor"]);
    expect(code).toBe(3);
    const { happened, next } = errorWords({ code: "NotSetUp", missing: "connection" });
    expect(stdout).toContain(`${doctorWords.finding("trouble", "connection", happened)}\n`);
    expect(stdout).toContain(next);
  });

  it("tells the administrator of a refused key, through the log server, and never the secret", async () => {
    const slack = await startSlackStandIn();
    const logFolder = await createLogServerFolder();
    try {
      const { url } = await logFolder.start({ slackUrl: slack.url });
      await setUp();
      const { openPlatform } = await import("../../src/wiring/platform.ts");
      const { settings } = openPlatform(site.machine.environment);
      await settings.update((stored) =>
        withConnection(stored, "clinic", (known) => ({ ...known, log: { url } })),
      );
      site.s3.setUser({ ...sender(bucket), grants: [] });
      const token = { S3_SFTP_LOG_TOKEN: logFolder.token };
      const { code, stdout } = await run(["doctor"], { ...unlocked, ...token });
      expect(code).toBe(3);
      const denied = { code: "AccessDenied", right: "list", bucket } as const;
      expect(stdout).toContain(errorWords(denied).happened);
      const known = { status: "known", name: logFolder.tokenName } as const;
      expect(stdout).toContain(
        doctorWords.finding("ok", "log server", doctorWords.logServer(url, known)),
      );
      await waitUntil("Slack was told", () => slack.messages.length === 1);
      const told = JSON.stringify(slack.messages);
      expect(told).toContain("Connection check failed: clinic");
      expect(told).toContain("AccessDenied");
      expect(told).not.toContain(sender(bucket).secretAccessKey);
    } finally {
      await logFolder.remove();
      await slack.close();
    }
  });
});

describe("reset", () => {
  it("says what goes and what stays, and does nothing when nobody can be asked", async () => {
    await setUp();
    const { code, stderr } = await run(["reset"]);
    expect(code).toBe(2);
    expect(stderr).toContain(resetCommandWords.connection("clinic", `${bucket}/in/`));
    expect(stderr).toContain(resetCommandWords.stays);
    expect((await run(["upload", "--dry-run", "."], unlocked)).code).toBe(0);
  });

  it("forgets with --yes, without the passphrase, and again without harm", async () => {
    await setUp();
    const { code, stdout } = await run(["reset", "--yes"]);
    expect(code).toBe(0);
    expect(stdout).toContain(resetCommandWords.connection("clinic", `${bucket}/in/`));
    expect(await run(["reset", "--yes"])).toMatchObject({
      code: 0,
      stdout: `${resetCommandWords.nothingRemoved}\n`,
    });
    expect((await run(["upload", "--bucket", bucket, "a.txt"], unlocked)).code).toBe(3);
  });
});

describe("policy and completion", () => {
  it("print what the owner of a bucket needs as JSON, and the words beside it", async () => {
    const { code, stdout, stderr } = await run(["policy", "acme-inbox/november"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      policy: { Statement: [{ Action: "s3:ListBucket" }, { Action: "s3:PutObject" }] },
      lifecycle: { Rules: [{ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } }] },
    });
    expect(stdout).toContain("arn:aws:s3:::acme-inbox/november/*");
    expect(stderr).toContain(policyWords.both("acme-inbox"));
    expect((await run(["policy", "a"])).code).toBe(2);
  });
});
