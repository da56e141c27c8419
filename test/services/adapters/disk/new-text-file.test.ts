import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writeNewTextFile } from "../../../../src/services/adapters/disk/new-text-file.ts";
import { lengthsSeen } from "../../../support/values/lengths-seen.ts";
import { valueOf } from "../../../support/values/value-of.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "s3-sftp-new-text-file-"));
});
afterEach(() => rm(folder, { recursive: true }));

const contentOf = (name: string) => readFile(path.join(folder, name), "utf8");

describe("a new text file", () => {
  it("is whole whenever somebody who watches the folder reads it", async () => {
    const text = "receipt\n".repeat(1024 ** 2);
    const seen = await lengthsSeen(folder, () => writeNewTextFile(folder, "receipt.txt", text));
    expect(seen).toEqual([text.length]);
    expect(await readdir(folder)).toEqual(["receipt.txt"]);
  });

  it("is the sender's alone, and gets the next free name", async () => {
    const paths = [];
    for (const text of ["one", "two", "three"])
      paths.push(valueOf(await writeNewTextFile(folder, "receipt.txt", text)));
    const names = ["receipt.txt", "receipt (2).txt", "receipt (3).txt"];
    expect(paths).toEqual(names.map((name) => path.join(folder, name)));
    expect(await Promise.all(names.map(contentOf))).toEqual(["one", "two", "three"]);
    expect((await readdir(folder)).toSorted()).toEqual(names.toSorted());
    for (const file of paths) expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it("takes no name that a folder or a link to nowhere has", async () => {
    await mkdir(path.join(folder, "receipt.txt"));
    await symlink(path.join(folder, "elsewhere"), path.join(folder, "receipt (2).txt"));
    const file = valueOf(await writeNewTextFile(folder, "receipt.txt", "text"));
    expect(path.basename(file)).toBe("receipt (3).txt");
    expect(await readdir(folder)).not.toContain("elsewhere");
  });

  it("shares its name with none of those that are written at the same time", async () => {
    const texts = Array.from({ length: 20 }, (_, index) => `text ${index}`);
    const results = await Promise.all(
      texts.map((text) => writeNewTextFile(folder, "receipt.txt", text)),
    );
    const contents = results.map(async (result) => readFile(valueOf(result), "utf8"));
    expect(await Promise.all(contents)).toEqual(texts);
    expect(await readdir(folder)).toHaveLength(texts.length);
  });

  it("leaves nothing where the disk has no room for all of it", async () => {
    await writeFile(path.join(folder, "receipt.txt"), "mine");
    const module = path.resolve("src/services/adapters/disk/new-text-file.ts");
    const program = `const m = await import(${JSON.stringify(module)});
      const text = "x".repeat(100_000);
      process.stdout.write(JSON.stringify(await m.writeNewTextFile(".", "receipt.txt", text)));`;
    // As a disk does it that becomes full: the first 64 KiB are written, then no more.
    const limited = `trap "" XFSZ; ulimit -f 64; exec "$0" --input-type=module -e "$1"`;
    const { stdout, stderr } = spawnSync("bash", ["-c", limited, process.execPath, program], {
      cwd: folder,
      encoding: "utf8",
    });
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toEqual({ ok: false, error: { code: "DiskFull", path: "." } });
    expect(await readdir(folder)).toEqual(["receipt.txt"]);
    expect(await contentOf("receipt.txt")).toBe("mine");
  });

  it("says of a name that is too long that it is, and leaves nothing", async () => {
    const result = await writeNewTextFile(folder, `${"x".repeat(300)}.txt`, "text");
    expect(result).toMatchObject({
      error: { code: "FileUnwritable", reason: "the name is too long" },
    });
    expect(await readdir(folder)).toEqual([]);
  });
});
