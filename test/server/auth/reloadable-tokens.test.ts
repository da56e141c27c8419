import { execFileSync } from "node:child_process";
import { mkdtemp, rename, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  followTokens,
  readTokenFile,
  type ReloadableTokens,
} from "../../../src/server/auth/reloadable-tokens.ts";
import { tokenWords } from "../../../src/server/words/token-words.ts";
import { waitUntil } from "../../support/processes/wait-until.ts";

const first = "the-first-token-of-the-tests";
const second = "the-second-token-of-the-tests";
let folder: string;
let file: string;
let words: string[];
let tokens: ReloadableTokens;

const note = (_data: object, line: string) => words.push(line);
const log = { debug: note, info: note, warn: note, error: note };

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "s3-sftp-tokens-"));
  file = path.join(folder, "tokens");
  words = [];
  await writeFile(file, `${first}\n`, { mode: 0o600 });
  const followed = await followTokens(file, log);
  if (!followed.ok) throw new Error(followed.error);
  tokens = followed.value;
});
afterEach(async () => {
  tokens.stop();
  await rm(folder, { recursive: true, force: true });
});

describe("followTokens", () => {
  it("follows a file that is written anew, and one that is replaced", async () => {
    await writeFile(file, `${first}\n${second}\n`);
    await waitUntil("the second token holds", () => tokens.index().find(second) !== null);
    await writeFile(path.join(folder, "next"), `${second}\n`);
    await rename(path.join(folder, "next"), file);
    await waitUntil("the first one is revoked", () => tokens.index().find(first) === null);
    expect(tokens.index().find(second)?.name).toMatch(/^plain-/);
  });

  it.each([
    ["broken", "a b c\n"],
    ["empty", ""],
  ])("keeps the last good tokens when the new file is %s, and says so", async (_what, content) => {
    await writeFile(file, content);
    await tokens.reload();
    expect(tokens.index().find(first)?.name).toMatch(/^plain-/);
    expect(words).toContain(tokenWords.invalid);
  });

  it("waits for no pipe in its place: what is revoked after it is revoked", async () => {
    await rm(file);
    execFileSync("mkfifo", [file]);
    await tokens.reload();
    expect(words).toContain(tokenWords.invalid);
    await rm(file);
    await writeFile(file, `${second}\n`);
    await tokens.reload();
    expect(tokens.index().find(first)).toBeNull();
  });

  it.each([
    ["at once", async () => {}],
    ["after being cut again", async () => writeFile(file, "# being written\n")],
  ])(
    "revokes nothing while a file is cut at the end of a line for a moment: whole %s",
    async (_when, more) => {
      const whole = `# senders\n${first}\n${second}\n`;
      await writeFile(file, whole);
      await tokens.reload();
      await writeFile(file, `# senders\n${second}\n`);
      const reloading = tokens.reload();
      await more();
      await writeFile(file, whole);
      await reloading;
      for (const token of [first, second]) expect(tokens.index().find(token)).not.toBeNull();
    },
  );

  it("revokes what a file that stays so has no more, also when it is asked for twice at once", async () => {
    await writeFile(file, `${second}\n`);
    await Promise.all([tokens.reload(), tokens.reload()]);
    expect(tokens.index().find(first)).toBeNull();
    expect(tokens.index().find(second)).not.toBeNull();
  });

  it("refuses a file that is far too long before it reads it", async () => {
    await truncate(file, 40 * 1024 ** 2);
    expect(await readTokenFile(file)).toEqual({ ok: false, error: tokenWords.tooMany });
  });

  it("keeps them when the file is gone", async () => {
    await rm(file);
    await tokens.reload();
    expect(tokens.index().find(first)?.name).toMatch(/^plain-/);
  });

  it("warns when every user may read the file", async () => {
    await writeFile(path.join(folder, "open"), `${first}\n`, { mode: 0o644 });
    const open = await followTokens(path.join(folder, "open"), log);
    expect(words.join()).toContain(tokenWords.openToAll);
    if (open.ok) open.value.stop();
  });

  it("fails when the first version is broken or absent, without its content", async () => {
    await writeFile(file, `${second} with spaces\n`);
    const broken = await followTokens(file, log);
    expect(broken.ok).toBe(false);
    expect(JSON.stringify(broken)).not.toContain(second);
    expect((await followTokens(path.join(folder, "absent"), log)).ok).toBe(false);
  });
});
