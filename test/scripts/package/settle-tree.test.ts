import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { settleTree } from "../../../scripts/package/settle-tree.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "s3-sftp-settle-"));
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

describe("the files of a package", () => {
  it("have modes and times that say nothing of the build", async () => {
    await mkdir(path.join(folder, "a/b"), { recursive: true });
    const modes = {
      "a/b/program": 0o700,
      "a/b/data": 0o600,
      "a/setting": 0o666,
      "a/b/wide": 0o777,
    };
    for (const [name, mode] of Object.entries(modes)) {
      await writeFile(path.join(folder, name), name);
      await chmod(path.join(folder, name), mode);
    }
    await chmod(path.join(folder, "a/b"), 0o700);
    await settleTree(folder, 1_000_000_000, { "a/setting": 0o640 });

    const found = await Promise.all(
      ["", "a", "a/b", ...Object.keys(modes)].map(async (name) => {
        const { mode, mtimeMs } = await stat(path.join(folder, name));
        expect(mtimeMs).toBe(1_000_000_000_000);
        return [name, (mode & 0o7777).toString(8)];
      }),
    );
    expect(Object.fromEntries(found)).toEqual({
      "": "755",
      a: "755",
      "a/b": "755",
      "a/b/program": "755",
      "a/b/data": "644",
      "a/setting": "640",
      "a/b/wide": "755",
    });
  });
});
