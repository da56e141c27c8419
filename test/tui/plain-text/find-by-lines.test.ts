import { describe, expect, it } from "vitest";
import { packEntries } from "../../../src/domain/packed-folder.ts";
import { ok } from "../../../src/domain/result.ts";
import type { FolderEntry } from "../../../src/domain/folder-entry.ts";
import type { AppServices } from "../../../src/tui/services.ts";
import { pathWords } from "../../../src/words/paths.ts";
import { accessibleWords as words } from "../../../src/words/plain-text.ts";
import { runPlainText as run } from "../../support/sites/run-plain-text.ts";

const folder: FolderEntry = {
  name: "scans",
  kind: "folder",
  isUtf8: true,
  isLink: false,
  sizeBytes: 0,
  mtimeMs: 0,
  hasDetails: true,
};

const services = (changes: Partial<AppServices> = {}): Partial<AppServices> => ({
  listFolder: async function* () {
    yield ok(packEntries([folder]));
  },
  ...changes,
});

describe("the way to a file in plain text mode", () => {
  it("finds names below, some of which are selected", async () => {
    const asked: unknown[] = [];
    const findNames: AppServices["findNames"] = async function* (search) {
      asked.push(search);
      yield [{ path: "/home/me/exports/scans/a.dcm", isFolder: false }];
      yield [{ path: "/home/me/exports/scans/deep/b.dcm", isFolder: false }];
    };
    const planned: unknown[] = [];
    const planDelivery: AppServices["planDelivery"] = async (selected) => {
      planned.push(selected);
      return ok({ files: [], skipped: [], totalBytes: 0 });
    };
    const { heard } = await run(["1", "n dcm", "2", ""], services({ findNames, planDelivery }));
    expect(asked).toEqual([{ folder: "/home/me/exports", text: "dcm", withHidden: false }]);
    expect(heard).toContain("scans/deep/b.dcm");
    expect(planned).toEqual([["/home/me/exports/scans/deep/b.dcm"]]);
  });

  it("says that nothing was found, and what n wants", async () => {
    const { heard } = await run(["1", "n zzz", "n", "<"], services());
    expect(heard).toContain(pathWords.empty.find);
    expect(heard).toContain(pathWords.findHow);
  });

  it("goes to a recent folder, or says that there is none", async () => {
    const listed: string[] = [];
    const listFolder: AppServices["listFolder"] = async function* (at) {
      listed.push(at);
      yield ok(packEntries([]));
    };
    await run(
      ["1", "r", "1", "<", "<"],
      services({ recentFolders: async () => ["/data/north"], listFolder }),
    );
    expect(listed).toEqual(["/home/me/exports", "/data/north", "/home/me/exports"]);
    const { heard } = await run(["1", "r", "<"], services());
    expect(heard).toContain(pathWords.empty.recent);
  });

  it("says how large a folder is when it is asked", async () => {
    const fingerprint = { sizeBytes: 2_048, mtimeMs: 0, inode: 1, device: 1 };
    const planDelivery: AppServices["planDelivery"] = async () =>
      ok({
        files: [{ path: "/home/me/exports/scans/a", key: "a", fingerprint }],
        skipped: [],
        totalBytes: 2_048,
      });
    const { heard } = await run(["1", "z 1", "z 7", "<"], services({ planDelivery }));
    expect(heard).toContain(words.folderSize("scans", 1, 2_048));
    expect(heard).toContain(words.notUnderstood);
  });
});
