import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ambientCredentials } from "../../../../src/services/adapters/s3/ambient-credentials.ts";
import { runCredentialProcess } from "../../../../src/services/adapters/s3/credential-process.ts";
import { profileCredentials } from "../../../../src/services/adapters/s3/profile-credentials.ts";
import { errorWords } from "../../../../src/words/errors/error-words.ts";
import { valueOf } from "../../../support/values/value-of.ts";

let folder: string;
let files: Readonly<Record<string, string>>;

const inEnvironment = { AWS_ACCESS_KEY_ID: "env-id", AWS_SECRET_ACCESS_KEY: "env-secret" };
const fileKeys = "aws_access_key_id = file-id\naws_secret_access_key = file-secret\n";

const writeConfig = (text: string) => writeFile(path.join(folder, "config"), text);
const writeKeys = (text: string) => writeFile(path.join(folder, "credentials"), text);

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "s3-sftp-aws-"));
  files = {
    HOME: folder,
    AWS_SHARED_CREDENTIALS_FILE: path.join(folder, "credentials"),
    AWS_CONFIG_FILE: path.join(folder, "config"),
    AWS_EC2_METADATA_DISABLED: "true",
  };
  for (const name of Object.keys(process.env)) {
    if (name.startsWith("AWS_")) vi.stubEnv(name, undefined);
  }
  // What the SDK reads for itself.
  for (const [name, value] of Object.entries(files)) vi.stubEnv(name, value);
  await writeKeys(`[work]\n${fileKeys}`);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

const ambient = (environment: Readonly<Record<string, string>>, named: string | null = null) =>
  ambientCredentials({ ...files, ...environment }, named);
const found = async (environment: Readonly<Record<string, string>>, named: string | null = null) =>
  valueOf(await valueOf(await ambient(environment, named))(false));

describe("credentials of the surroundings", () => {
  it.each([
    ["without a token", {}, {}],
    ["with an empty token", { AWS_SESSION_TOKEN: "" }, {}],
    ["with a token", { AWS_SESSION_TOKEN: "token" }, { sessionToken: "token" }],
    [
      "with a token and its end",
      { AWS_SESSION_TOKEN: "token", AWS_CREDENTIAL_EXPIRATION: "2026-11-30T12:00:00Z" },
      { sessionToken: "token", expiresAtMs: Date.UTC(2026, 10, 30, 12) },
    ],
  ])("are those of the environment, %s", async (_, more, also) => {
    const expected = { accessKeyId: "env-id", secretAccessKey: "env-secret", ...also };
    expect(await found({ ...inEnvironment, ...more })).toEqual(expected);
  });

  it.each(["\r", "\n", "\r\n", "\u{FEFF}", " ", '"'])(
    "are without %j around them, in the environment and in a file",
    async (mark) => {
      const around = (text: string) => mark + text + mark;
      const environment = {
        AWS_ACCESS_KEY_ID: around("env-id"),
        AWS_SECRET_ACCESS_KEY: around("env-secret"),
        AWS_SESSION_TOKEN: around("token"),
      };
      expect(await found(environment)).toEqual({
        accessKeyId: "env-id",
        secretAccessKey: "env-secret",
        sessionToken: "token",
      });
      // In a file a line end is the end of the value.
      const inFile = (text: string) => (/[\r\n]/.test(mark) ? text + mark : around(text));
      await writeKeys(
        `\u{FEFF}[work]\r\naws_access_key_id = ${inFile("a")}\r\naws_secret_access_key = ${inFile("b")}\r\n`,
      );
      expect(await found({ AWS_PROFILE: "work" })).toEqual({
        accessKeyId: "a",
        secretAccessKey: "b",
      });
    },
  );

  it("are those of a profile that is named, whatever else the environment has", async () => {
    const ofFile = { accessKeyId: "file-id", secretAccessKey: "file-secret" };
    expect(await found({ ...inEnvironment, AWS_PROFILE: "work" })).toEqual(ofFile);
    expect(await found(inEnvironment, "work")).toEqual(ofFile);
    expect(await found({ ...inEnvironment, AWS_PROFILE: "other" }, "work")).toEqual(ofFile);
  });

  it("are those of the default profile where nothing else is named", async () => {
    await writeKeys(`[default]\n${fileKeys}`);
    expect(await found({})).toMatchObject({ accessKeyId: "file-id" });
    expect(await found(inEnvironment)).toMatchObject({ accessKeyId: "env-id" });
  });

  it("are not set up where there are none at all", async () => {
    expect(await ambient({})).toMatchObject({ ok: false, error: { code: "NotSetUp" } });
  });

  it("name the token file that was handed over and gives none", async () => {
    const environment = {
      AWS_WEB_IDENTITY_TOKEN_FILE: path.join(folder, "gone"),
      AWS_ROLE_ARN: "arn:aws:iam::123456789012:role/sender",
    };
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    const answer = await ambient(environment);
    if (answer.ok) throw new Error("it gave keys");
    expect(answer.error.code).toBe("CredentialsUnavailable");
    expect(errorWords(answer.error).happened).toContain("AWS_WEB_IDENTITY_TOKEN_FILE");
  });

  it.each([
    [{ AWS_ACCESS_KEY_ID: "env-id" }, "AWS_SECRET_ACCESS_KEY"],
    [{ AWS_SECRET_ACCESS_KEY: "env-secret" }, "AWS_ACCESS_KEY_ID"],
    [{ ...inEnvironment, AWS_SESSION_TOKEN: "tök" }, "session token"],
  ])("name what is wrong with %j", async (environment, what) => {
    const answer = await ambient(environment);
    if (answer.ok) throw new Error("they were taken");
    expect(answer.error.code).toBe("CredentialsUnavailable");
    expect(errorWords(answer.error).happened).toContain(what);
  });
});

/** A program that a profile runs; it writes the words, and ends with the code. */
const writeProgram = async (out: string, err: string, code: number) => {
  const file = path.join(folder, "give keys.sh");
  await writeFile(
    file,
    `#!/bin/sh\ncat <<'X'\n${out}\nX\ncat >&2 <<'X'\n${err}\nX\nexit ${code}\n`,
  );
  await chmod(file, 0o700);
  return file;
};

const ask = (profile: string) => profileCredentials(profile, files)(false);

describe("credentials of a profile", () => {
  it("are read anew each time", async () => {
    const provider = profileCredentials("work", files);
    expect(valueOf(await provider(false)).accessKeyId).toBe("file-id");
    await writeKeys(`[work]\n${fileKeys}aws_session_token = t2\n`);
    expect(valueOf(await provider(true)).sessionToken).toBe("t2");
  });

  it("are those of a file in the UTF-16 of Windows PowerShell", async () => {
    const text = `\uFEFF[work]\r\n${fileKeys.replaceAll("\n", "\r\n")}`;
    await writeFile(path.join(folder, "credentials"), text, "utf16le");
    expect(valueOf(await ask("work")).accessKeyId).toBe("file-id");
  });

  it("are what its program says, which is run anew each time", async () => {
    const keys = {
      Version: 1,
      AccessKeyId: "ASIAPROGRAM000000000",
      SecretAccessKey: "s",
      SessionToken: "t1",
      Expiration: new Date(Date.now() + 3_600_000).toISOString(),
    };
    const program = await writeProgram(JSON.stringify(keys), "", 0);
    await writeConfig(`[profile cp]\ncredential_process = "${program}" --for clinic\n`);
    const provider = profileCredentials("cp", files);
    expect(valueOf(await provider(false))).toMatchObject({
      accessKeyId: keys.AccessKeyId,
      sessionToken: "t1",
      expiresAtMs: Date.parse(keys.Expiration),
    });
    await writeProgram(JSON.stringify({ ...keys, SessionToken: "t2" }), "", 0);
    expect(valueOf(await provider(true)).sessionToken).toBe("t2");
  });

  it("name the program that fails and its own words, without its arguments and what looks secret", async () => {
    const secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    const program = await writeProgram("", `vault is sealed, token ${secret}`, 3);
    await writeConfig(`[profile cp]\ncredential_process = "${program}" --token hvs.abc\n`);
    const answer = await ask("cp");
    if (answer.ok) throw new Error("it gave keys");
    expect(answer.error).toMatchObject({
      code: "CredentialsUnavailable",
      source: { type: "profile", profile: "cp", from: "program", program },
    });
    const said = JSON.stringify(answer.error) + JSON.stringify(errorWords(answer.error));
    expect(said).toContain("vault is sealed");
    expect(said).not.toContain("hvs.abc");
    expect(said).not.toContain(secret);
  });

  it.each([
    ["", "no JSON"],
    ["{}", "Version 1"],
    ['{"Version":1}', "no keys"],
    [
      '{"Version":1,"AccessKeyId":"a","SecretAccessKey":"b","SessionToken":"t\\u00fc"}',
      "session token",
    ],
  ])("name a program that writes %j", async (output, what) => {
    const program = await writeProgram(output, "", 0);
    await writeConfig(`[profile cp]\ncredential_process = "${program}"\n`);
    const answer = await ask("cp");
    if (answer.ok) throw new Error("it gave keys");
    expect(errorWords(answer.error).happened).toContain(what);
  });

  it("end a program that gives no answer, with what it has started", async () => {
    const command = "sleep 1000 & sleep 1000";
    expect(await runCredentialProcess(command, process.env, 50)).toEqual({
      ok: false,
      error: "no answer within 0.05 s",
    });
  });

  it("are there when the program has ended, though it leaves another one running", async () => {
    const keys = `{"Version":1,"AccessKeyId":"ASIAPROGRAM000000000","SecretAccessKey":"s"}`;
    const command = `sleep 6 & echo '${keys}'`;
    const found = await runCredentialProcess(command, process.env, 4_000);
    expect(found).toMatchObject({ value: { accessKeyId: "ASIAPROGRAM000000000" } });
  });

  it("name the sign-in that has ended, and how to sign in", async () => {
    await writeConfig(
      "[profile sso]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = Sender\n[sso-session corp]\nsso_region = eu-central-1\nsso_start_url = https://corp.example/start\n",
    );
    const answer = await ask("sso");
    if (answer.ok) throw new Error("it gave keys");
    expect(answer.error).toMatchObject({ source: { profile: "sso", from: "sso" } });
    expect(errorWords(answer.error).next).toContain("aws sso login --profile sso");
  });

  it.each([
    ["clinc", "no such profile"],
    ["empty", "nowhere"],
    ["half", "nowhere"],
    ["odd", "file"],
  ])("name the profile %s when it has none: %s", async (profile, from) => {
    await writeConfig("[profile empty]\nregion = eu-west-1\n");
    await writeKeys(
      "[half]\naws_access_key_id = a\n[odd]\naws_access_key_id = a\naws_secret_access_key = schlüssel\n",
    );
    expect(await ask(profile)).toMatchObject({
      error: { code: "CredentialsUnavailable", source: { type: "profile", profile, from } },
    });
  });

  it("name a file that cannot be read", async () => {
    await rm(path.join(folder, "credentials"));
    await mkdir(path.join(folder, "credentials"));
    const answer = await ask("work");
    if (answer.ok) throw new Error("it gave keys");
    expect(errorWords(answer.error).happened).toContain("EISDIR");
  });
});
