import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { errorWords } from "../../src/words/errors/error-words.ts";
import { reviewWords } from "../../src/words/review.ts";
import { setupWords } from "../../src/words/setup.ts";
import { unlockCommandWords } from "../../src/words/commands/unlock.ts";
import { componentMissing } from "../support/processes/components.ts";
import { errorSentences } from "../support/values/error-sentences.ts";
import { startKeyring, type Keyring } from "../support/processes/keyring.ts";
import { startOnPty, type PtyProgram } from "../support/processes/pty.ts";
import { program, runCli } from "../support/processes/run-cli.ts";
import { sender } from "../support/values/s3-people.ts";
import { answerSetUp } from "../support/sites/set-up.ts";
import { standInSiteForEach } from "../support/sites/stand-in-site.ts";
import { bucket, region } from "../support/sites/stand-in-store.ts";

const site = standInSiteForEach();
let app: PtyProgram | null = null;
beforeEach(async () => {
  await site.machine.write("a.txt", "a");
});
afterEach(async () => {
  await app?.close();
  app = null;
});

/** What lies beside the settings but for their lock, which holds nothing, and a new version that is being written. */
const settingsFiles = async (home: string): Promise<readonly string[]> =>
  (await readdir(path.join(home, "config"))).filter(
    (name) => !name.startsWith("config.json.") && !name.endsWith(".tmp"),
  );

const setUp = async (
  environment: Readonly<Record<string, string>>,
  passphrase: string | null,
): Promise<void> => {
  app = startOnPty([process.execPath, program, "setup"], {
    environment: { PATH: process.env["PATH"] ?? "", ...environment },
    folder: site.machine.files,
  });
  const { endpoint } = site.s3;
  await answerSetUp(app, { ...sender(bucket), bucket, endpoint, region, log: null, passphrase });
  await app.waitForText(`> ${setupWords.save(bucket)}`);
  await app.press("enter");
  await app.waitForText("a.txt");
  await app.type("q");
  expect(await app.exited).toBe(0);
};

const lockedKeychain = errorWords({ code: "SecretStoreUnavailable", why: "locked" }).happened;

describe.runIf(!componentMissing("gnome-keyring"))("a site.machine with GNOME Keyring", () => {
  let keyring: Keyring;
  beforeAll(async () => {
    keyring = await startKeyring();
  });
  afterAll(() => keyring?.close());

  const withKeyring = (place: string) => ({
    ...site.machine.environment,
    ...keyring.environment,
    S3_SFTP_SECRETS: place,
  });

  it.each([
    ["keytar", "keytar"],
    ["keyring", "@napi-rs/keyring"],
    ["auto", "keytar"],
  ])("keeps the secret there, by %s, and in no file", async (place, library) => {
    await setUp(withKeyring(place), null);
    const doctor = await runCli(["doctor"], { environment: withKeyring(place) });
    expect(doctor.stdout).toContain(`ok    keychain: works (${library})`);
    expect(doctor.code).toBe(0);
    expect(await settingsFiles(site.machine.home)).toEqual(["config.json"]);
    const uploaded = await runCli(["upload", "a.txt"], {
      environment: withKeyring(place),
      folder: site.machine.files,
    });
    expect(uploaded.code).toBe(0);
    expect((await runCli(["reset", "--yes"], { environment: withKeyring(place) })).code).toBe(0);
    const after = await runCli(["upload", "a.txt"], {
      environment: withKeyring(place),
      folder: site.machine.files,
    });
    expect(after.code).toBe(3);
  });

  it("is named before the secret is given", async () => {
    app = startOnPty([process.execPath, program, "setup"], {
      environment: { PATH: process.env["PATH"] ?? "", ...withKeyring("auto") },
      folder: site.machine.files,
    });
    await app.waitForText(` ${setupWords.title("accessKeyId")}\n`);
    app.paste(sender(bucket).accessKeyId);
    await app.press("enter");
    await app.waitForText(setupWords.storedIn({ kind: "keychain", through: "keytar" }));
  });

  it("says that the keychain is locked, sends nothing, and goes on when it is open", async () => {
    await setUp(withKeyring("auto"), null);
    keyring.lock();
    const locked = await runCli(["upload", "a.txt"], {
      environment: withKeyring("auto"),
      folder: site.machine.files,
    });
    expect(locked.code).toBe(3);
    expect(locked.stderr).toContain(lockedKeychain);
    expect(site.s3.objects(bucket)).toEqual([]);
    const doctor = await runCli(["doctor"], { environment: withKeyring("auto") });
    expect(doctor.code).toBe(3);
    expect(doctor.stdout).toContain("keytar: locked");
    // Nothing is thought to be forgotten while it cannot be reached.
    expect((await runCli(["reset", "--yes"], { environment: withKeyring("auto") })).code).toBe(3);
    await keyring.unlock();
    const open = await runCli(["upload", "a.txt"], {
      environment: withKeyring("auto"),
      folder: site.machine.files,
    });
    expect(open.code).toBe(0);
    expect(site.s3.objects(bucket)).toHaveLength(1);
  });

  // The daemon begins anew to be open, and keytar's library knows only the one that it met first.
  it("is used by an app that found it locked, as soon as it is open", async () => {
    await setUp(withKeyring("keyring"), null);
    keyring.lock();
    app = startOnPty([process.execPath, program], {
      environment: { PATH: process.env["PATH"] ?? "", ...withKeyring("keyring") },
      folder: site.machine.files,
    });
    await app.waitForText(lockedKeychain);
    await keyring.unlock();
    await app.press("space");
    await app.waitForText("1 file");
    await app.type("u");
    await app.waitForText(reviewWords.noConflicts);
    await app.press("enter");
    await app.waitForText(/a\.txt.*delivered/);
    expect(site.s3.objects(bucket)).toHaveLength(1);
    expect(await settingsFiles(site.machine.home)).toEqual(["config.json"]);
  });
});

const environment = () => ({ ...site.machine.environment, S3_SFTP_SECRETS: "auto" });

describe("a machine without a keychain", () => {
  it("keeps the secret in an encrypted file, and asks for the passphrase once a run", async () => {
    const passphrase = "a passphrase of the tests";
    await setUp(environment(), passphrase);
    const file = path.join(site.machine.home, "config", "secrets.json");
    const text = await readFile(file, "utf8");
    expect(text).not.toContain(sender(bucket).secretAccessKey);
    app = startOnPty([process.execPath, program, "upload", "a.txt"], {
      environment: { PATH: process.env["PATH"] ?? "", ...environment() },
      folder: site.machine.files,
    });
    await app.waitForText(unlockCommandWords.question.trimEnd());
    await app.type("wrong");
    await app.press("enter");
    await app.waitForText(unlockCommandWords.wrong);
    await app.type(passphrase);
    await app.press("enter");
    expect(await app.exited).toBe(0);
    expect(app.output()).not.toContain(passphrase);
    expect(app.screen()).toContain("1 delivered");
  });

  it("says headless that the secret is locked, and takes the passphrase from the environment", async () => {
    const passphrase = "a passphrase of the tests";
    await setUp(environment(), passphrase);
    const locked = await runCli(["upload", "a.txt"], {
      environment: environment(),
      folder: site.machine.files,
    });
    expect(locked.code).toBe(3);
    const noPassphrase = { code: "SecretStoreUnavailable", why: "no passphrase" } as const;
    for (const sentence of errorSentences(noPassphrase)) expect(locked.stderr).toContain(sentence);
    expect(locked.stderr).toContain("S3_SFTP_PASSPHRASE");
    expect(site.s3.objects(bucket)).toEqual([]);
    const wrong = await runCli(["upload", "a.txt"], {
      environment: { ...environment(), S3_SFTP_PASSPHRASE: "wrong" },
      folder: site.machine.files,
    });
    expect(wrong.code).toBe(3);
    const wrongOne = { code: "SecretStoreUnavailable", why: "wrong passphrase" } as const;
    expect(wrong.stderr).toContain(errorWords(wrongOne).happened);
    const opened = await runCli(["upload", "a.txt"], {
      environment: { ...environment(), S3_SFTP_PASSPHRASE: passphrase },
      folder: site.machine.files,
    });
    expect(opened.code).toBe(0);
  });

  it("keeps the secret for the session only when no passphrase is wanted", async () => {
    app = startOnPty([process.execPath, program, "setup"], {
      environment: { PATH: process.env["PATH"] ?? "", ...environment() },
      folder: site.machine.files,
    });
    const { endpoint } = site.s3;
    const answers = { ...sender(bucket), bucket, endpoint, region, log: null };
    await answerSetUp(app, { ...answers, passphrase: null });
    await app.waitForText(` ${setupWords.title("passphrase")}\n`);
    await app.press("enter");
    await app.waitForText(`> ${setupWords.save(bucket)}`);
    await app.press("enter");
    await app.waitForText("a.txt");
    await app.type("q");
    await app.exited;
    expect(await settingsFiles(site.machine.home)).toEqual(["config.json"]);
    const later = await runCli(["upload", "a.txt"], {
      environment: environment(),
      folder: site.machine.files,
    });
    expect(later.code).toBe(3);
    const missing = { code: "NotSetUp", missing: "secret" } as const;
    expect(later.stderr).toContain(errorWords(missing).happened);
  });
});
