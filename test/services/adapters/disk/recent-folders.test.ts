import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createRecentFolders } from "../../../../src/services/adapters/disk/recent-folders.ts";

describe("recent folders", () => {
  let folder = "";
  let file = "";
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "recent-folders-"));
    file = path.join(folder, "state", "recent-folders.json");
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("are kept over runs, the newest first, each once, and only the last twenty", async () => {
    expect(await createRecentFolders(file).list()).toEqual([]);
    for (let at = 0; at < 22; at += 1) await createRecentFolders(file).note(`/data/${at}`);
    await createRecentFolders(file).note("/data/7");
    const folders = await createRecentFolders(file).list();
    expect(folders.slice(0, 3)).toEqual(["/data/7", "/data/21", "/data/20"]);
    expect(folders).toHaveLength(20);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it("are all kept when they are noted one upon the other, and a look meanwhile sees them", async () => {
    const recent = createRecentFolders(file);
    const noted = ["/data/1", "/data/2", "/data/3"].map((each) => recent.note(each));
    expect(await recent.list()).toEqual(["/data/3", "/data/2", "/data/1"]);
    await Promise.all(noted);
  });

  it("are on the disk when they are said to be, whoever noted them and went on", async () => {
    const recent = createRecentFolders(file);
    await recent.written();
    void recent.note("/data"); // as a screen does
    await recent.written();
    expect(await createRecentFolders(file).list()).toEqual(["/data"]);
  });

  it.each(["{", "[]", '{"version":2,"folders":["/x"]}', '{"version":1,"folders":[1,"x"]}'])(
    "begin anew where the file holds %s",
    async (text) => {
      const recent = createRecentFolders(file);
      await recent.note("/gone");
      await writeFile(file, text);
      expect(await recent.list()).toEqual([]);
      await recent.note("/data");
      expect(await recent.list()).toEqual(["/data"]);
    },
  );
});
