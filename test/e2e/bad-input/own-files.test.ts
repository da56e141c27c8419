import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { appWords } from "../../../src/words/app.ts";
import { errorWords } from "../../../src/words/errors/error-words.ts";
import { setupWords } from "../../../src/words/setup.ts";
import { browserWords } from "../../../src/words/browser.ts";
import { savedFileWords } from "../../../src/words/commands/saved-files.ts";
import { startOnPty, type PtyProgram } from "../../support/processes/pty.ts";
import { program, runCli } from "../../support/processes/run-cli.ts";
import { sender } from "../../support/values/s3-people.ts";
import { screenWords } from "../../support/values/screen-words.ts";
import { standInSiteForEach } from "../../support/sites/stand-in-site.ts";
import { bucket, region } from "../../support/sites/stand-in-store.ts";
import { passphrase, storeConnection } from "../../support/sites/stored-connection.ts";

const unreadable = (reason: "corrupt" | "newer"): string =>
  errorWords({ code: "StateUnreadable", file: "", reason }).happened;
const damaged = unreadable("corrupt");
const newer = unreadable("newer");

const site = standInSiteForEach();
let app: PtyProgram | null = null;
beforeEach(async () => {
  await site.machine.write("a.txt", "a");
});
afterEach(async () => {
  await app?.close();
  app = null;
});

const run = (...args: readonly string[]) =>
  runCli(args, {
    environment: { ...site.machine.environment, S3_SFTP_PASSPHRASE: passphrase },
    folder: site.machine.files,
  });

const openApp = (): PtyProgram => {
  app = startOnPty([process.execPath, program], {
    environment: { PATH: process.env["PATH"] ?? "", ...site.machine.environment },
    folder: site.machine.files,
  });
  return app;
};

const configFile = () => path.join(site.machine.home, "config", "config.json");
const stateFile = () => path.join(site.machine.home, "state", "state.db");

/** The one file that was kept beside `file`. */
const keptOf = async (file: string): Promise<Buffer> => {
  const names = await readdir(path.dirname(file));
  const kept = names.filter((name) => name.startsWith(`${path.basename(file)}.kept-`));
  expect(kept).toHaveLength(1);
  return readFile(path.join(path.dirname(file), kept[0] ?? ""));
};

const configs = [
  { what: "damaged", text: `{ "version": 1, "connections": [`, says: damaged },
  { what: "newer", text: `{ "version": 99, "connections": [], "logUrl": null }`, says: newer },
] as const;

describe.each(configs)("settings that are $what", ({ text, says }) => {
  beforeEach(async () => {
    await mkdir(path.dirname(configFile()), { recursive: true });
    await writeFile(configFile(), text);
  });

  it("stop a headless upload before it begins, and stay as they are", async () => {
    const { code, stderr } = await run("upload", "a.txt");
    expect(stderr).toContain(`s3-sftp: ${says}`);
    expect(stderr).toContain(`  ${configFile()}\n`);
    expect(code).toBe(3);
    expect(await readFile(configFile(), "utf8")).toBe(text);
    expect(site.s3.log).toEqual([]);
  });

  it("are kept under another name by reset --yes", async () => {
    const { code, stderr } = await run("reset", "--yes");
    expect(stderr).toContain(savedFileWords.renamed(""));
    expect(code).toBe(0);
    expect(String(await keptOf(configFile()))).toBe(text);
  });

  it("are kept when a person goes on beside them in the app", async () => {
    const screen = openApp();
    await screen.waitForText(appWords.unreadableQuestion);
    expect(screenWords(screen.screen())).toContain(says);
    expect(await readFile(configFile(), "utf8")).toBe(text);
    await screen.press("enter");
    await screen.waitForText(setupWords.title("accessKeyId"));
    expect(String(await keptOf(configFile()))).toBe(text);
  });

  it("are left alone when the person would rather quit", async () => {
    const screen = openApp();
    await screen.waitForText(appWords.unreadableQuestion);
    await screen.press("escape");
    expect(await screen.exited).toBe(3);
    expect(await readFile(configFile(), "utf8")).toBe(text);
  });
});

const makeNewer = () => {
  const database = new DatabaseSync(stateFile());
  database.exec("CREATE TABLE of_tomorrow (a); PRAGMA user_version = 99;");
  database.close();
};
const states = [
  {
    what: "damaged",
    make: () => writeFile(stateFile(), "no database at all".repeat(300)),
    says: damaged,
  },
  { what: "newer", make: makeNewer, says: newer },
] as const;

describe.each(states)("a state database that is $what", ({ make, says }) => {
  let before: Buffer;
  beforeEach(async () => {
    const { environment } = site.machine;
    const address = { region, endpoint: site.s3.endpoint };
    await storeConnection({ environment, address, keys: sender(bucket), bucket });
    await make();
    before = await readFile(stateFile());
  });

  it("stops a headless upload before anything is sent, and stays as it is", async () => {
    const { code, stderr } = await run("upload", "a.txt");
    expect(stderr).toContain(`s3-sftp: ${says}`);
    expect(stderr).toContain(`  ${stateFile()}\n`);
    expect(code).toBe(3);
    expect(await readFile(stateFile())).toEqual(before);
    expect(site.s3.log).toEqual([]);
  });

  it("is named by status, history and doctor", async () => {
    for (const verb of ["status", "history", "doctor"]) {
      const { code, stdout, stderr } = await run(verb);
      expect(stdout + stderr, verb).toContain(says);
      expect(code, verb).toBe(3);
    }
    expect(await readFile(stateFile())).toEqual(before);
  });

  it("is kept when a person goes on beside it, and uploads work", async () => {
    const screen = openApp();
    await screen.waitForText(savedFileWords.startEmpty);
    expect(screenWords(screen.screen())).toContain(says);
    await screen.type("y");
    await screen.press("enter");
    await screen.waitForText(browserWords.nothingSelected.slice(0, 16));
    expect(await keptOf(stateFile())).toEqual(before);
    const { code } = await run("upload", "a.txt");
    expect(code).toBe(0);
    expect(site.s3.objects(bucket).map(({ key }) => key)).toEqual(["in/a.txt"]);
  });

  it("is left alone when the person says no", async () => {
    const screen = openApp();
    await screen.waitForText("[y/N]");
    await screen.press("enter");
    expect(await screen.exited).toBe(3);
    expect(await readFile(stateFile())).toEqual(before);
  });
});
