import { describe, expect, it } from "vitest";
import { packEntries } from "../../../src/domain/packed-folder.ts";
import { ok } from "../../../src/domain/result.ts";
import { defaultPreferences, emptySettings, type Settings } from "../../../src/domain/settings.ts";
import type { FolderEntry } from "../../../src/domain/folder-entry.ts";
import { runPlainTextApp } from "../../../src/tui/plain-text/plain-text-app.ts";
import type { AppServices } from "../../../src/tui/services.ts";
import { accessibleWords as words } from "../../../src/words/plain-text.ts";
import { queueWords } from "../../../src/words/queue.ts";
import { reviewWords } from "../../../src/words/review.ts";
import { settingsWords } from "../../../src/words/settings.ts";
import { setupWords } from "../../../src/words/setup.ts";
import { acmeSettings, createFakeServices } from "../../support/fakes/fake-services.ts";
import { MemoryUploadQueue, requestFor } from "../../support/fakes/memory-upload-queue.ts";
import { createScriptedTerminal } from "../../support/fakes/scripted-terminal.ts";

const quit = "8";

const run = async (
  script: readonly string[],
  changes: Partial<AppServices> = {},
  settings: Settings = acmeSettings,
) => {
  const terminal = createScriptedTerminal(script);
  const services = createFakeServices(settings, changes);
  const { signal } = new AbortController();
  const code = await runPlainTextApp({ terminal, services, startAt: "files", signal });
  return { code, heard: terminal.heard(), unused: terminal.unused(), services };
};

const entry = (name: string, kind: FolderEntry["kind"]): FolderEntry => ({
  name,
  kind,
  isUtf8: true,
  isLink: false,
  sizeBytes: 0,
  mtimeMs: 0,
  hasDetails: false,
});

const fingerprint = { sizeBytes: 2048, mtimeMs: 0, inode: 1, device: 1 };

/** A folder with five files and one folder; what is queued is delivered at once. */
const withFiles = () => {
  const queue = new MemoryUploadQueue();
  queue.letThrough();
  const names = ["a.csv", "b.csv", "c.csv", "d.txt", "e.txt"];
  const changes: Partial<AppServices> = {
    queue,
    listFolder: async function* () {
      yield ok(packEntries([...names.map((name) => entry(name, "file")), entry("in", "folder")]));
    },
    folderDetails: async (_, asked) =>
      asked.map((name) => ({ ...entry(name, "file"), sizeBytes: 2048, hasDetails: true })),
    planDelivery: async (selected) =>
      ok({
        files: selected.flatMap((path) =>
          typeof path === "string" ? [{ path, key: `in${path}`, fingerprint }] : [],
        ),
        skipped: [],
        totalBytes: 2048 * selected.length,
      }),
  };
  const sent = async () => {
    const { rows } = await queue.snapshot({ from: 0, count: 100 });
    return new Set(rows.map(({ path }) => path.split("/").at(-1)));
  };
  return { queue, changes, sent };
};

describe("< in plain text mode", () => {
  it("at the very first question says so, and goes on", async () => {
    const { code, heard, unused } = await run(["<", "<"], {}, emptySettings);
    expect(heard.split(setupWords.firstQuestion)).toHaveLength(3);
    expect(unused).toEqual([]);
    expect(code).toBe(3);
  });

  it("at the menu says so, and goes on", async () => {
    const { code, heard } = await run(["<", "<", quit]);
    expect(heard.split(words.firstStep)).toHaveLength(3);
    expect(heard.split("\n").at(-1)).toBe(words.leaving(0, false));
    expect(code).toBe(0);
  });

  it.each([
    ["the files", "1"],
    ["the queue", "2"],
    ["the buckets", "4"],
    ["a new connection", "5"],
    ["the settings", "6"],
    ["what is removed", "7"],
  ])("goes back from %s to the menu", async (_, task) => {
    const { code, heard, unused } = await run([task, "<", quit]);
    expect(unused).toEqual([]);
    expect(heard.split(words.menu).length).toBeGreaterThanOrEqual(3);
    expect(code).toBe(0);
  });

  it("goes back to the folder before, and drops a selection only when told twice", async () => {
    const { changes } = withFiles();
    const { heard, unused } = await run(["1", "o1", "<", "2", "<", "<", quit], changes);
    expect(unused).toEqual([]);
    expect(heard).toContain(words.folder("/home/me/exports/in"));
    expect(heard.split(words.folder("/home/me/exports"))).toHaveLength(4);
    expect(heard).toContain(words.againToDrop(1));
  });

  it("goes back from the check to the question before it", async () => {
    const script = ["5", "AKIA7EXAMPLE00003F7Q", "secretsecretsecret", "inbox", "", "", "<"];
    const { heard } = await run(script);
    const said = [
      words.answer(setupWords.title("result"), setupWords.group("check")),
      words.answer(setupWords.title("logUrl"), setupWords.group("log")),
    ];
    const [check, logServer] = said.map((text) => heard.lastIndexOf(text));
    expect(check).toBeGreaterThan(0);
    expect(logServer).toBeGreaterThan(check ?? 0);
  });
});

describe("the end of the input", () => {
  it.each([
    [[]],
    [["1"]],
    [["1", "1"]],
    [["2"]],
    [["6"]],
    [["7"]],
    [["5", "AKIA7EXAMPLE00003F7Q"]],
  ])("after %j ends the app cleanly", async (script) => {
    const { changes } = withFiles();
    const { code, heard } = await run(script, changes);
    expect(heard.split("\n").at(-1)).toBe(words.leaving(0, false));
    expect(code).toBe(0);
  });
});

describe("files in plain text mode", () => {
  it("are selected by ranges, lists and all, and a second time dropped", async () => {
    const { changes, sent, queue } = withFiles();
    const { heard } = await run(["1", "2-4", "5,6", "3,4", "", "1", quit], changes);
    expect(heard).toContain(words.severalSelected(3, false, 3));
    expect(heard).toContain(words.severalSelected(2, false, 5));
    expect(heard).toContain(words.severalSelected(2, true, 3));
    expect(await sent()).toEqual(new Set(["a.csv", "d.txt", "e.txt"]));
    queue.stop();
  });

  it("are filtered, and all means what is shown", async () => {
    const { changes, sent, queue } = withFiles();
    const { heard } = await run(["1", "f CSV", "all", "f", "s", "", "1", quit], changes);
    expect(heard).toContain(words.severalSelected(3, false, 3));
    expect(heard).toContain(`2. ${words.selectedEntry(words.fileEntry("a.csv", 2048))}`);
    expect(await sent()).toEqual(new Set(["a.csv", "b.csv", "c.csv"]));
    queue.stop();
  });

  it("are left out in the review", async () => {
    const { changes, sent, queue } = withFiles();
    const { heard } = await run(["1", "2-6", "", "2", "1,3-4", "1", quit], changes);
    expect(heard).toContain(reviewWords.total(5, 5 * 2048, null));
    expect(heard).toContain(reviewWords.total(2, 2 * 2048, null));
    expect(await sent()).toEqual(new Set(["b.csv", "e.txt"]));
    queue.stop();
  });
});

describe("the queue in plain text mode", () => {
  it("pauses, resumes, cancels and retries some of the files", async () => {
    const queue = new MemoryUploadQueue();
    await queue.add(["/f/a", "/f/b", "/f/c"].map((path) => requestFor(path)));
    // 1 follow, 2 list, 3 pause, 4 cancel, 5 limit; then with paused ones: 4 resume, 5 cancel.
    const script = ["2", "3", "1,3", "4", "1", "5", "1", "2", "<", quit];
    const { heard } = await run(script, { queue });
    expect(heard).toContain(words.queueDone.pause(2));
    expect(heard).toContain(words.queueDone.resume(1));
    expect(heard).toContain(words.queueDone.cancel(1));
    const { totals } = await queue.snapshot({ from: 0, count: 0 });
    expect(totals.files).toMatchObject({ cancelled: 1, paused: 1 });
    queue.stop();
  });

  it("takes a speed limit, and says what is wrong with one", async () => {
    const queue = new MemoryUploadQueue();
    const { heard } = await run(["2", "1", "fast", "5 MiB/s", "<", quit], { queue });
    expect(heard).toContain("must be a speed such as");
    expect(heard).toContain(queueWords.limit(5 * 1024 ** 2));
    const { limitBytesPerSecond } = await queue.snapshot({ from: 0, count: 0 });
    expect(limitBytesPerSecond).toBe(5 * 1024 ** 2);
    queue.stop();
  });
});

describe("the settings in plain text mode", () => {
  it("are switched over by number", async () => {
    const { heard, services } = await run(["6", "6", "1", quit]);
    const preferences = { ...defaultPreferences, showHidden: true };
    expect(heard).toContain(settingsWords.now(settingsWords.preference("showHidden", preferences)));
    expect(services.settings().preferences).toEqual(preferences);
  });

  it("take a limit that is typed, and none", async () => {
    const { services } = await run(["6", "3", "5 MiB/s", "1", quit]);
    expect(services.settings().preferences.limitBytesPerSecond).toBe(5 * 1024 ** 2);
    const none = await run(["6", "3", "5 MiB/s", "3", "", "1", quit]);
    expect(none.services.settings().preferences.limitBytesPerSecond).toBeNull();
  });
});
