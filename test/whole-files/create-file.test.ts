import { link, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createFile, type LinkFile } from "../../src/whole-files/create-file.ts";
import { lengthsSeen } from "../support/values/lengths-seen.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "s3-sftp-create-file-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const contentOf = (name: string) => readFile(path.join(folder, name), "utf8");
const failing =
  (code: string): LinkFile =>
  async () => {
    throw Object.assign(new Error(code), { code });
  };

const takenFirst: LinkFile = async (file, name) => {
  if (name.endsWith("a.txt")) await writeFile(name, "mine");
  await link(file, name);
};

const long = "x".repeat(8 * 1024 ** 2);

// As FAT, SMB, FUSE and the like say it, and as a link that has too many names already.
describe.each(["EPERM", "ENOTSUP", "ENOSYS", "EMLINK", "EACCES", "EXDEV"])(
  "where there are no hard links (%s)",
  (code) => {
    it("a file takes the first free name, and no other is touched", async () => {
      await writeFile(path.join(folder, "a.txt"), "mine");
      const file = await createFile(folder, ["a.txt", "b.txt", "c.txt"], "new", failing(code));
      expect(file).toBe(path.join(folder, "b.txt"));
      expect([await contentOf("a.txt"), await contentOf("b.txt")]).toEqual(["mine", "new"]);
      expect((await stat(path.join(folder, "b.txt"))).mode & 0o777).toBe(0o600);
      expect((await readdir(folder)).toSorted()).toEqual(["a.txt", "b.txt"]);
    });

    it("those that are created at the same time get a name each", async () => {
      const names = Array.from({ length: 10 }, (_, index) => `${index}.txt`);
      const created = await Promise.all(
        names.map((name) => createFile(folder, names, `text of ${name}`, failing(code))),
      );
      expect(new Set(created).size).toBe(names.length);
      const contents = created.map(async (file) => readFile(file ?? "", "utf8"));
      expect(await Promise.all(contents)).toEqual(names.map((name) => `text of ${name}`));
      expect(await readdir(folder)).toHaveLength(names.length);
    });

    it("a file is empty or whole when somebody reads it, never half", async () => {
      const seen = await lengthsSeen(folder, () =>
        createFile(folder, ["a.txt"], long, failing(code)),
      );
      expect(seen.filter((length) => length !== 0)).toEqual([long.length]);
    });
  },
);

describe("a file that is created", () => {
  it("is not, where every name is taken, and leaves nothing", async () => {
    await writeFile(path.join(folder, "a.txt"), "mine");
    expect(await createFile(folder, ["a.txt"], "new")).toBeNull();
    expect(await createFile(folder, ["a.txt"], "new", failing("EPERM"))).toBeNull();
    expect(await createFile(folder, [], "new")).toBeNull();
    expect(await readdir(folder)).toEqual(["a.txt"]);
    expect(await contentOf("a.txt")).toBe("mine");
  });

  it("spares a file that took the name between two looks", async () => {
    const file = await createFile(folder, ["a.txt", "b.txt"], "new", takenFirst);
    expect(file).toBe(path.join(folder, "b.txt"));
    expect(await contentOf("a.txt")).toBe("mine");
  });

  it("throws what the system does, and leaves nothing", async () => {
    const long = [`${"x".repeat(300)}.txt`];
    await expect(createFile(folder, long, "new")).rejects.toMatchObject({ code: "ENAMETOOLONG" });
    await expect(createFile(folder, ["no/a.txt"], "new")).rejects.toMatchObject({ code: "ENOENT" });
    expect(await readdir(folder)).toEqual([]);
  });

  it("leaves nothing where its folder is taken away meanwhile", async () => {
    const noFolder: LinkFile = async (file, name) => {
      await rm(folder, { recursive: true });
      await link(file, name);
    };
    await expect(createFile(folder, ["a.txt"], "new", noFolder)).rejects.toMatchObject({
      code: "ENOENT",
    });
  });
});
