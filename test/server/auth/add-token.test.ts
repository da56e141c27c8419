import { execFileSync } from "node:child_process";
import {
  chmod,
  chown,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addToken } from "../../../src/server/auth/add-token.ts";
import { createTokenIndex } from "../../../src/server/auth/token-index.ts";
import { parseTokenFile } from "../../../src/server/auth/token-file.ts";
import { tokenWords } from "../../../src/server/words/token-words.ts";

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "s3-sftp-tokens-"));
  file = path.join(folder, "tokens");
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

const bookOf = async () => {
  const parsed = parseTokenFile(await readFile(file));
  return createTokenIndex(parsed.ok ? parsed.value.entries : []);
};

describe("addToken", () => {
  it("makes a file of mode 0600 with the hash of a 256-bit token, never the token", async () => {
    const token = await addToken(file, "clinic");
    const value = token.ok ? token.value : "";
    expect(Buffer.from(value, "base64url")).toHaveLength(32);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readFile(file, "utf8")).not.toContain(value);
    expect((await bookOf()).find(value)?.name).toBe("clinic");
  });

  it("keeps what the file has: comments, plain tokens, a last line without its end", async () => {
    await writeFile(file, "# ours\na-plain-token-of-some-length", { mode: 0o644 });
    const token = await addToken(file, "lab");
    const index = await bookOf();
    expect(index.find("a-plain-token-of-some-length")?.name).toMatch(/^plain-[0-9a-f]{8}$/);
    expect(index.find(token.ok ? token.value : "")?.name).toBe("lab");
    expect((await stat(file)).mode & 0o777).toBe(0o644);
    expect(await readdir(folder)).toEqual(["tokens"]);
  });

  it("loses none of many that are added at once, by a link or by the file", async () => {
    const link = path.join(folder, "link");
    await writeFile(file, "# empty\n");
    await symlink("tokens", link);
    const names = Array.from({ length: 12 }, (_, index) => `sender-${index}`);
    const added = await Promise.all(
      names.map(async (name, index) => addToken(index % 2 === 0 ? file : link, name)),
    );
    const index = await bookOf();
    const found = added.map((token) => index.find(token.ok ? token.value : "")?.name);
    expect(found).toEqual(names);
    expect(await readdir(folder)).toEqual(["link", "tokens"]);
  });

  it("waits for another process, and takes away the lock of one that died", async () => {
    const lock = `${file}.lock`;
    await writeFile(lock, "");
    const adding = addToken(file, "lab");
    await rm(lock);
    expect((await adding).ok).toBe(true);
    await writeFile(lock, "");
    const longAgo = new Date(Date.now() - 3_600_000);
    await utimes(lock, longAgo, longAgo);
    expect((await addToken(file, "clinic")).ok).toBe(true);
    expect(await readdir(folder)).toEqual(["tokens"]);
  });

  it("neither waits for a pipe nor replaces it", async () => {
    execFileSync("mkfifo", [file]);
    expect(await addToken(file, "lab")).toEqual({
      ok: false,
      error: tokenWords.fixFirst(file, tokenWords.noFile),
    });
    expect((await stat(file)).isFIFO()).toBe(true);
  });

  it("gives the lock back when it refuses, and when the disk does", async () => {
    await addToken(file, "lab");
    expect((await addToken(file, "lab")).ok).toBe(false);
    expect(await readdir(folder)).toEqual(["tokens"]);
    await expect(addToken(path.join(folder, "no", "tokens"), "lab")).rejects.toThrow(/ENOENT/);
  });

  const isRoot = process.getuid?.() === 0;
  it.runIf(isRoot)(
    "keeps mode, owner and group: the server reads the file by its group",
    async () => {
      await writeFile(file, "# ours\n");
      await chmod(file, 0o640);
      await chown(file, 1234, 65_534);
      expect((await addToken(file, "lab")).ok).toBe(true);
      const { mode, uid, gid } = await stat(file);
      expect([mode & 0o777, uid, gid]).toEqual([0o640, 1234, 65_534]);
    },
  );

  it("writes through a link instead of replacing it", async () => {
    await writeFile(path.join(folder, "real"), "# empty\n");
    await symlink("real", file);
    expect((await addToken(file, "lab")).ok).toBe(true);
    expect(await readFile(path.join(folder, "real"), "utf8")).toContain("lab:sha256:");
  });

  it.each(["", "two words", "a:b", "line-3", "plain-3fa9c1d2", "x".repeat(65), "new\nline"])(
    "refuses the name %j",
    async (name) => {
      expect((await addToken(file, name)).ok).toBe(false);
      expect(await readdir(folder)).toEqual([]);
    },
  );

  it("refuses a name twice, and a broken file, and leaves both as they are", async () => {
    await addToken(file, "lab");
    const before = await readFile(file, "utf8");
    expect(await addToken(file, "lab")).toMatchObject({ ok: false });
    expect(await readFile(file, "utf8")).toBe(before);
    await writeFile(file, "lab:sha256:broken\n");
    expect(await addToken(file, "other")).toMatchObject({ ok: false });
    expect(await readFile(file, "utf8")).toBe("lab:sha256:broken\n");
  });
});
