import { chown, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { asFolderOwner } from "../../../src/server/commands/as-folder-owner.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "s3-sftp-owner-"));
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

const isRoot = process.geteuid?.() === 0;
const ids = () => [process.geteuid?.(), process.getegid?.()];
const nobody = 65_534;
const touch = async (name: string) => {
  await writeFile(path.join(folder, name), "");
  return ids();
};
const ownerOf = async (name: string) => {
  const { uid, gid } = await stat(path.join(folder, name));
  return [uid, gid];
};

describe("a look into somebody's folder", () => {
  it.runIf(isRoot)("by root is taken with the owner's rights, and root is root again", async () => {
    await chown(folder, nobody, nobody);
    expect(await asFolderOwner(folder, () => touch("a"))).toEqual([nobody, nobody]);
    expect(await ownerOf("a")).toEqual([nobody, nobody]);
    expect(ids()).toEqual([0, 0]);
    const failing = asFolderOwner(folder, () => Promise.reject(new Error("of the test")));
    await expect(failing).rejects.toThrow("of the test");
    expect(ids()).toEqual([0, 0]);
  });

  it("by the owner is taken as it is, also where there is no folder yet", async () => {
    const before = ids();
    expect(await asFolderOwner(folder, () => touch("a"))).toEqual(before);
    const absent = path.join(folder, "absent");
    expect(await asFolderOwner(absent, async () => ids())).toEqual(before);
  });
});
