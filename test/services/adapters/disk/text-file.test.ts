import { execFileSync } from "node:child_process";
import { lstat, mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  moveAside,
  readTextFile,
  removeTextFile,
  replaceTextFile,
} from "../../../../src/services/adapters/disk/text-file.ts";
import { setStateAside } from "../../../../src/wiring/state-database.ts";
import { valueOf } from "../../../support/values/value-of.ts";

let root = "";
const at = (...names: string[]) => path.join(root, ...names);

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "s3-sftp-text-file-"));
  await mkdir(at("config"));
  await mkdir(at("dotfiles"));
});
afterEach(() => rm(root, { recursive: true }));

const real = () => at("dotfiles/real.json");
const file = () => at("config/config.json");

const isLink = async (file: string) => (await lstat(file)).isSymbolicLink();

/** Links as people make them; each leads to dotfiles/real.json. */
const links: readonly (readonly [string, () => Promise<unknown>])[] = [
  ["absolute", () => symlink(at("dotfiles/real.json"), at("config/config.json"))],
  ["relative", () => symlink("../dotfiles/real.json", at("config/config.json"))],
  [
    "one after the other",
    async () => {
      await symlink("real.json", at("dotfiles/other.json"));
      await symlink("../dotfiles/other.json", at("config/config.json"));
    },
  ],
  [
    "in a folder that is a link",
    async () => {
      await rm(at("config"), { recursive: true });
      await mkdir(at("deep/below"), { recursive: true });
      await symlink(at("deep/below"), at("config"));
      await symlink("../../dotfiles/real.json", at("deep/below/config.json"));
    },
  ],
];

describe.each(links)("a text behind a link, %s", (_, link) => {
  beforeEach(async () => {
    await writeFile(real(), "old");
    await link();
  });

  it("is replaced where it lies, and the link stays", async () => {
    valueOf(await replaceTextFile(file(), "new"));
    expect(await isLink(file())).toBe(true);
    expect(await readFile(real(), "utf8")).toBe("new");
    expect(valueOf(await readTextFile(file()))).toBe("new");
    expect((await readdir(at("dotfiles"))).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  it("is removed where it lies, and may come back", async () => {
    expect(valueOf(await removeTextFile(file()))).toBe(true);
    expect(await readdir(at("dotfiles"))).not.toContain("real.json");
    expect(valueOf(await removeTextFile(file()))).toBe(false);
    expect(valueOf(await readTextFile(file()))).toBeNull();
    valueOf(await replaceTextFile(file(), "new"));
    expect(await isLink(file())).toBe(true);
    expect(await readFile(real(), "utf8")).toBe("new");
  });

  it("is moved aside where it lies", async () => {
    const kept = valueOf(await moveAside(file(), 0));
    expect(path.basename(path.dirname(kept))).toBe("dotfiles");
    expect(await readFile(kept, "utf8")).toBe("old");
    expect(await isLink(file())).toBe(true);
  });
});

describe("a link that leads nowhere", () => {
  it("gets its text, and the folder for it", async () => {
    await symlink(at("later/real.json"), at("config/config.json"));
    valueOf(await replaceTextFile(at("config/config.json"), "new"));
    expect(await readFile(at("later/real.json"), "utf8")).toBe("new");
  });

  it("is an error when it leads to itself, and stays", async () => {
    await symlink("config.json", at("config/config.json"));
    expect(await replaceTextFile(at("config/config.json"), "new")).toMatchObject({
      ok: false,
      error: { code: "StateUnreadable" },
    });
    expect(await isLink(at("config/config.json"))).toBe(true);
  });
});

describe("a state database behind a link", () => {
  it("is set aside with what SQLite keeps beside it", async () => {
    for (const suffix of ["", "-wal", "-shm", "-journal"])
      await writeFile(at(`dotfiles/state.db${suffix}`), "x");
    await symlink(at("dotfiles/state.db"), at("config/state.db"));
    valueOf(await setStateAside(at("config/state.db")));
    const left = await readdir(at("dotfiles"));
    expect(left).toHaveLength(4);
    expect(left.filter((name) => name.includes(".kept-"))).toHaveLength(4);
  });
});

describe("what stands where a text of ours should be", () => {
  it("is damaged where it is a pipe or too long, and is not waited for", async () => {
    execFileSync("mkfifo", [at("pipe.json")]);
    await writeFile(at("long.json"), Buffer.alloc(1024 * 1024 + 1, " "));
    for (const name of ["pipe.json", "long.json"])
      expect(await readTextFile(at(name))).toEqual({
        ok: false,
        error: { code: "StateUnreadable", file: at(name), reason: "corrupt" },
      });
  });

  it("cannot be read where it is a folder", async () => {
    await mkdir(at("folder.json"));
    expect(await readTextFile(at("folder.json"))).toMatchObject({
      error: { reason: "permission" },
    });
  });
});
