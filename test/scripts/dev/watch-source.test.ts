import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { watchSource, type SourceWatch } from "../../../scripts/dev/watch-source.ts";

describe("a watch on the source", () => {
  let root = "";
  let source: SourceWatch;
  const file = () => path.join(root, "src/deep/a.ts");
  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), "s3-sftp-watch-"));
    await mkdir(path.dirname(file()), { recursive: true });
    await writeFile(file(), "1");
    source = watchSource(root);
  });
  afterEach(async () => {
    source.close();
    await rm(root, { recursive: true, force: true });
  });

  /** As git and most editors write. */
  const replace = async (text: string) => {
    await writeFile(`${file()}.new`, text);
    await rename(`${file()}.new`, file());
  };

  it("tells of a file that is written in place, and of each time that it is replaced", async () => {
    await writeFile(file(), "2");
    await source.change();
    for (const text of ["3", "4", "5"]) {
      await replace(text);
      await source.change();
    }
  });

  it("tells of files in a folder that is new", async () => {
    await mkdir(path.join(root, "src/new"));
    await source.change();
    await writeFile(path.join(root, "src/new/b.ts"), "1");
    await source.change();
  });

  it("tells of package.json, and of nothing else beside src", async () => {
    await writeFile(path.join(root, "package.json"), "{}");
    await source.change();
    const heard = source.change().then(() => "heard");
    await writeFile(path.join(root, "notes"), "1");
    const quiet = new Promise((resolve) => setTimeout(resolve, 600, "quiet"));
    expect(await Promise.race([heard, quiet])).toBe("quiet");
  });

  it("keeps what changes while a build runs for the next one", async () => {
    await writeFile(file(), "2");
    await source.change();
    await writeFile(file(), "3");
    await new Promise((resolve) => setTimeout(resolve, 400));
    await source.change();
  });
});
