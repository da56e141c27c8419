import { execFile } from "node:child_process";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parsePastedKeys } from "../../src/domain/pasted-keys.ts";
import { inviteWords } from "../../src/server/words/invite-words.ts";
import { nextSteps, withNext } from "../../src/server/words/next-steps.ts";
import { tokenWords } from "../../src/server/words/token-words.ts";
import { usageWords } from "../../src/server/words/usage-words.ts";
import { commandWords } from "../../src/server/words/command-words.ts";
import { createLogServerFolder } from "../support/processes/log-server.ts";
import { startOnPty } from "../support/processes/pty.ts";

const entry = path.resolve(import.meta.dirname, "../../src/server/main.ts");
const secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLKx9a";
const accessKeyId = "AKIA7EXAMPLE00003F7Q";

let folder: string;
let tokensFile: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "s3-sftp-invites-"));
  tokensFile = path.join(folder, "tokens");
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

interface Ran {
  readonly code: number | string | null | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

const run = async (
  args: readonly string[],
  input = "",
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> =>
  new Promise((resolve) => {
    const options = { env: { PATH: process.env["PATH"], HOME: folder, ...env } };
    const child = execFile(
      process.execPath,
      [entry, ...args, "--tokens", tokensFile],
      options,
      (error, stdout, stderr) => resolve({ code: error ? error.code : 0, stdout, stderr }),
    );
    child.stdin?.end(input);
  });

const place = `--bucket acme-inbox/north --region eu-central-1 --access-key ${accessKeyId}`;
const inviteArgs = (name = "clinic-north") => [
  "token",
  "add",
  name,
  "--invite",
  ...place.split(" "),
];
const logUrl = ["--log-url", "https://log.acme.com"];
const shortSecret = inviteWords.unusualKey(inviteWords.secretName, 40, 39);

describe("s3-sftp-log-server token add --invite", () => {
  it("prints the block alone on standard output, and the policy with the words beside it", async () => {
    const args = [...inviteArgs(), ...logUrl, "--label", "ACME Radiology"];
    const { code, stdout, stderr } = await run(args, `${secret}\n`);
    expect(code).toBe(0);
    const keys = parsePastedKeys(stdout);
    expect(keys).toMatchObject({
      accessKeyId,
      secretAccessKey: secret,
      bucket: "acme-inbox/north",
      region: "eu-central-1",
      logUrl: "https://log.acme.com",
      label: "ACME Radiology",
    });
    expect(stdout.split("\n").every((line) => line === "" || /^[A-Z0-9_]+=/.test(line))).toBe(true);
    const [words, policy = ""] = stderr.split(`${inviteWords.policy}\n`);
    expect(words).toContain(inviteWords.block("clinic-north"));
    expect(JSON.parse(policy)).toMatchObject({ Version: "2012-10-17" });
    expect(stderr).not.toContain(secret);
    expect(stderr).not.toContain(keys?.logToken);
  });

  it("makes a token that the server admits, stores its hash alone, and says what looks wrong", async () => {
    const { stdout, stderr } = await run([...inviteArgs(), ...logUrl], secret.slice(1));
    expect(stderr).toContain(inviteWords.warning(shortSecret));
    const token = parsePastedKeys(stdout)?.logToken ?? "";
    expect(await readFile(tokensFile, "utf8")).toMatch(/^clinic-north:sha256:[0-9a-f]{64}\n$/);
    const server = await createLogServerFolder();
    await writeFile(server.tokensFile, await readFile(tokensFile));
    const { url } = await server.start();
    const headers = { authorization: `Bearer ${token}` };
    expect(await (await fetch(`${url}/token`, { headers })).json()).toEqual({
      name: "clinic-north",
    });
    await server.remove();
  });

  it("asks on a terminal for the secret access key, and shows nothing of it", async () => {
    const command = [process.execPath, entry, ...inviteArgs(), ...logUrl, "--tokens", tokensFile];
    const environment = { PATH: process.env["PATH"] ?? "", HOME: folder };
    const app = startOnPty(command, { environment, columns: 120 });
    await app.waitForText(inviteWords.askSecret(accessKeyId).trim());
    const before = app.output();
    await app.type(secret);
    await app.untilStill();
    expect(app.output()).toBe(before);
    await app.press("enter");
    expect(await app.exited).toBe(0);
    expect(app.output()).toContain(`AWS_SECRET_ACCESS_KEY=${secret}`);
    await app.close();
  });

  it("takes the address of senders from the environment, else from the certificate's name", async () => {
    const fromEnv = await run(inviteArgs(), secret, { S3_SFTP_LOG_URL: "https://log.acme.com" });
    expect(parsePastedKeys(fromEnv.stdout)?.logUrl).toBe("https://log.acme.com");
    const none = await run(inviteArgs("other"), secret);
    expect(none).toMatchObject({ code: 2, stdout: "" });
    expect(none.stderr).toContain(inviteWords.needsLogUrl);
  });

  it("names every option that is missing or wrong, before it asks for anything or makes a token", async () => {
    const missing = await run(["token", "add", "clinic", "--invite"]);
    expect(missing.code).toBe(2);
    for (const option of ["--bucket", "--region", "--access-key"])
      expect(missing.stderr).toContain(inviteWords.needs(option));
    const wrong = await run([...inviteArgs("two words"), ...logUrl], secret);
    expect(wrong.stderr).toContain(tokenWords.unusableName("two words"));
    const noSecret = await run([...inviteArgs(), ...logUrl], "\n");
    expect(noSecret.stderr).toContain(inviteWords.noSecret);
    const badSecret = await run([...inviteArgs(), ...logUrl], accessKeyId);
    expect(badSecret.stderr).toContain("looks like an access key");
    expect(await readdir(folder)).toEqual([]);
  });

  it("takes no secret from an argument, and says what an option is for", async () => {
    const secretOption = await run([...inviteArgs(), ...logUrl, "--secret-access-key", "x"]);
    expect(secretOption.code).toBe(2);
    expect(secretOption.stderr).toContain(usageWords.unknownOption("--secret-access-key", []));
    const without = await run(["token", "add", "clinic", "--bucket", "b"]);
    expect(without.stderr).toContain(usageWords.needsInvite("--bucket"));
  });

  it("says that a name is taken before it asks for the secret", async () => {
    await run(["token", "add", "clinic-north"]);
    const again = await run([...inviteArgs(), ...logUrl], "");
    expect(again).toMatchObject({ code: 3, stdout: "" });
    expect(again.stderr).toContain(tokenWords.taken("clinic-north"));
  });
});

const out = () => path.join(folder, "invites");

const heading = "name,bucket,region,endpoint,access-key-id,secret-access-key,label";
const row = (name: string, bucket = "acme-inbox/north") =>
  `${name},${bucket},eu-central-1,,${accessKeyId},${secret},"ACME, Radiology"`.replace(
    "ACME, ",
    "ACME ",
  );

describe("s3-sftp-log-server token add --from", () => {
  const add = async (lines: readonly string[], more: readonly string[] = logUrl) => {
    const file = path.join(folder, "senders.csv");
    await writeFile(file, lines.join("\r\n"), { mode: 0o600 });
    return run(["token", "add", "--from", file, "--out", out(), ...more]);
  };

  it("writes a file of mode 0600 for each row, and each policy once", async () => {
    const { code, stdout, stderr } = await add([
      heading,
      row("clinic"),
      row("lab"),
      row("praxis", "acme-inbox/south"),
    ]);
    expect(stderr.match(/"2012-10-17"/g)).toHaveLength(2);
    expect(stderr).toContain(inviteWords.policyFor(["clinic", "lab"]));
    expect(code).toBe(0);
    const files = ["clinic", "lab", "praxis"].map((name) => path.join(out(), `${name}.invite`));
    expect(stdout).toBe(`${files.join("\n")}\n`);
    expect((await stat(out())).mode & 0o777).toBe(0o700);
    const tokens = new Set<string | undefined>();
    for (const file of files) {
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      const keys = parsePastedKeys(await readFile(file, "utf8"));
      expect(keys).toMatchObject({ accessKeyId, secretAccessKey: secret, label: "ACME Radiology" });
      tokens.add(keys?.logToken);
    }
    expect(tokens.size).toBe(3);
    expect(await readFile(tokensFile, "utf8")).toMatch(
      /^clinic:sha256:\S+\nlab:sha256:\S+\npraxis:sha256:\S+\n$/,
    );
    expect(stdout + stderr).not.toContain(secret);
  });

  it("names all bad rows, and writes nothing", async () => {
    const { code, stdout, stderr } = await add([
      heading,
      row("clinic"),
      row("lab", "x"),
      row("a b"),
    ]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("line 3 (lab): bucket must have");
    expect(stderr).toContain(inviteWords.badRow(4, "a b", tokenWords.unusableName("a b")));
    expect(stderr).toContain(inviteWords.nothingWritten);
    expect(await readdir(folder)).toEqual(["senders.csv"]);
  });

  it("writes nothing where one name or one file is there already", async () => {
    await run(["token", "add", "lab"]);
    const before = await readFile(tokensFile, "utf8");
    await mkdir(out());
    await writeFile(path.join(out(), "clinic.invite"), "mine");
    const { code, stderr } = await add([heading, row("clinic"), row("lab"), row("praxis")]);
    expect(code).toBe(3);
    expect(stderr).toContain(tokenWords.taken("lab"));
    expect(stderr).toContain(inviteWords.exists(path.join(out(), "clinic.invite")));
    expect(await readdir(out())).toEqual(["clinic.invite"]);
    expect(await readFile(path.join(out(), "clinic.invite"), "utf8")).toBe("mine");
    expect(await readFile(tokensFile, "utf8")).toBe(before);
  });

  it.runIf(process.getuid?.() !== 0)(
    "takes back what it wrote when the tokens file cannot be replaced",
    async () => {
      const locked = path.join(folder, "locked");
      await mkdir(locked);
      tokensFile = path.join(locked, "tokens");
      await writeFile(tokensFile, "# nobody\n");
      await chmod(locked, 0o500);
      const { code, stderr } = await add([heading, row("clinic")]);
      await chmod(locked, 0o700);
      expect(code).toBe(3);
      expect(stderr).toContain("EACCES");
      expect(await readdir(folder)).toEqual(["locked", "senders.csv"]);
    },
  );

  it.each([
    [
      "a file that is not there",
      ["--from", "/nowhere/senders.csv", "--out", "x", ...logUrl],
      "it does not exist",
    ],
    ["no folder", ["--from", "x.csv", ...logUrl], inviteWords.needsOut],
    ["no address", ["--from", "x.csv", "--out", "x"], inviteWords.needsLogUrl],
    [
      "values of one sender",
      ["--from", "x", "--out", "x", "--bucket", "b", ...logUrl],
      inviteWords.onlyOne,
    ],
    [
      "a name",
      ["clinic", "--from", "x", "--out", "x", ...logUrl],
      usageWords.notBoth("--from", "NAME"),
    ],
  ])("ends with 2 for %s", async (_, args, words) => {
    const { code, stderr } = await run(["token", "add", ...args]);
    expect(code).toBe(2);
    expect(stderr).toContain(words);
  });

  it("warns of a file of secrets that every user can read, and of keys that look wrong", async () => {
    const file = path.join(folder, "senders.csv");
    const short = row("clinic").replace(secret, secret.slice(1));
    await writeFile(file, [heading, short].join("\n"), { mode: 0o644 });
    const { stderr } = await run(["token", "add", "--from", file, "--out", out(), ...logUrl]);
    expect(stderr).toContain(commandWords.openSecret(file));
    const words = inviteWords.ofSender("clinic", shortSecret);
    expect(stderr).toContain(inviteWords.warning(words));
  });
});

describe("s3-sftp-log-server token list and revoke", () => {
  it("lists names and forms, never tokens, and revokes by name", async () => {
    const plain = "a-plain-token-of-some-length";
    await writeFile(tokensFile, `${plain}\n`, { mode: 0o600 });
    await run(["token", "add", "clinic"]);
    const listed = await run(["token", "list"]);
    expect(listed.stdout).toMatch(/^plain-[0-9a-f]{8} {2}plain\nclinic {2}hashed\n$/);
    const revoked = await run(["token", "revoke", "clinic"]);
    expect(revoked).toMatchObject({ code: 0, stdout: "" });
    expect(revoked.stderr).toContain(tokenWords.revoked("clinic"));
    expect(await readFile(tokensFile, "utf8")).toBe(`${plain}\n`);
    const again = await run(["token", "revoke", "clinik"]);
    expect(again.code).toBe(3);
    expect(again.stderr).toContain(tokenWords.unknown("clinik", []));
  });

  it("says so when there is no such file, and makes none", async () => {
    for (const args of [
      ["token", "list"],
      ["token", "revoke", "clinic"],
    ]) {
      const { code, stderr } = await run(args);
      expect(code).toBe(3);
      expect(stderr).toContain(withNext(tokenWords.absent, nextSteps.addToken(tokensFile)));
    }
    expect(await readdir(folder)).toEqual([]);
  });
});
