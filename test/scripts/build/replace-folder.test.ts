import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { replaceFolder } from "../../../scripts/build/replace-folder.ts";

let root = "";
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "s3-sftp-builds-"));
});
afterEach(() => rm(root, { recursive: true }));

const made = async (name: string): Promise<string> => {
  const folder = path.join(root, `dist.${name}.tmp`);
  await mkdir(folder);
  for (const file of ["main.js", "build-id"]) await writeFile(path.join(folder, file), name);
  return folder;
};

describe("a finished build", () => {
  it("takes the place of the one before, and leaves nothing beside it", async () => {
    const dist = path.join(root, "dist");
    await replaceFolder(await made("first"), dist);
    await replaceFolder(await made("second"), dist);
    expect(await readFile(path.join(dist, "build-id"), "utf8")).toBe("second");
    expect(await readdir(root)).toEqual(["dist"]);
  });

  it("takes its place among others that are finished at the same moment", async () => {
    const dist = path.join(root, "dist");
    const folders = await Promise.all(Array.from({ length: 40 }, (_, n) => made(String(n))));
    await Promise.all(folders.map((folder) => replaceFolder(folder, dist)));
    expect(await readdir(root)).toEqual(["dist"]);
    const [main, id] = await Promise.all(
      ["main.js", "build-id"].map((name) => readFile(path.join(dist, name), "utf8")),
    );
    expect(main).toBe(id);
  });

  it("is an error where there is no folder to put it in", async () => {
    const missing = path.join(root, "no-such-folder", "dist");
    await expect(replaceFolder(await made("one"), missing)).rejects.toThrow("ENOENT");
  });
});
