import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { replaceFile } from "../../src/whole-files/replace-file.ts";
import { lengthsSeen } from "../support/values/lengths-seen.ts";

let folder = "";
const file = () => path.join(folder, "file");
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "s3-sftp-replace-file-"));
});
afterEach(() => rm(folder, { recursive: true }));

const refusing = async () => Promise.reject(new Error("not prepared"));

describe("a file that is replaced", () => {
  it("has the old content or the new one whenever somebody reads it", async () => {
    await writeFile(file(), "old");
    const content = "x".repeat(8 * 1024 ** 2);
    const seen = await lengthsSeen(folder, () => replaceFile(file(), content));
    expect(seen.filter((length) => length !== "old".length)).toEqual([content.length]);
    expect((await stat(file())).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(["file"]);
  });

  it("gets the mode that it is prepared with", async () => {
    await replaceFile(file(), "new", (handle) => handle.chmod(0o640));
    expect((await stat(file())).mode & 0o777).toBe(0o640);
  });

  it("stays as it was where the new one cannot be prepared or cannot have the name", async () => {
    await writeFile(file(), "old");
    await expect(replaceFile(file(), "new", refusing)).rejects.toThrow("not prepared");
    expect(await readFile(file(), "utf8")).toBe("old");
    await mkdir(path.join(folder, "taken"));
    await expect(replaceFile(path.join(folder, "taken"), "new")).rejects.toMatchObject({
      code: "EISDIR",
    });
    expect((await readdir(folder)).toSorted()).toEqual(["file", "taken"]);
  });
});
