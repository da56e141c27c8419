import { mkdir, utimes } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { errorWords } from "../../../src/words/errors/error-words.ts";
import { uploadWords } from "../../../src/words/commands/upload.ts";
import { uploadEnds } from "../../support/values/upload-ends.ts";
import { runCli, type CliOptions } from "../../support/processes/run-cli.ts";
import { sender } from "../../support/values/s3-people.ts";
import { standInSiteForEach } from "../../support/sites/stand-in-site.ts";
import { bucket, region } from "../../support/sites/stand-in-store.ts";

const site = standInSiteForEach();

const upload = (args: readonly string[], options: CliOptions = {}) =>
  runCli(["upload", "--bucket", bucket, ...args], {
    environment: site.machine.withKeys({ region, endpoint: site.s3.endpoint }, sender(bucket)),
    folder: site.machine.files,
    ...options,
  });

const keys = () =>
  site.s3
    .objects(bucket)
    .map(({ key }) => key)
    .toSorted();

const writeAll = async (...names: readonly string[]) => {
  for (const name of names) await site.machine.write(name, name);
};

const exports_ = [
  "exports/a.csv",
  "exports/.b.csv",
  "exports/notes.txt",
  "exports/tmp/c.csv",
  "exports/2026/nov/d.csv",
  "exports/2026/tmp/e.csv",
];

describe("--include and --exclude", () => {
  it.each([
    [
      ["--include", "*.csv"],
      ["2026/nov/d.csv", "2026/tmp/e.csv", ".b.csv", "a.csv", "tmp/c.csv"],
    ],
    [
      ["--exclude", "tmp/"],
      ["2026/nov/d.csv", ".b.csv", "a.csv", "notes.txt"],
    ],
    [
      ["--exclude", "/tmp"],
      ["2026/nov/d.csv", "2026/tmp/e.csv", ".b.csv", "a.csv", "notes.txt"],
    ],
    [
      ["--include", "2026/**"],
      ["2026/nov/d.csv", "2026/tmp/e.csv"],
    ],
    [["--include", "2026/", "--exclude", "**/tmp/**"], ["2026/nov/d.csv"]],
    [["--exclude", ".*", "--include", "{a,.b}.csv"], ["a.csv"]],
    [
      ["--include", "a.csv", "--include", "notes.*"],
      ["a.csv", "notes.txt"],
    ],
    [["--exclude", "a.txt/"], exports_.map((name) => name.slice("exports/".length))],
  ] as const)("%j takes what it names, in whatever order", async (args, wanted) => {
    await writeAll(...exports_);
    const { code } = await upload([...args, "exports"]);
    expect(code).toBe(0);
    expect(keys()).toEqual(wanted.map((name) => `exports/${name}`).toSorted());
  });

  it("leave out files that are given by name, and say how many", async () => {
    await writeAll("a.csv", "b.tmp", "c.tmp");
    const { code, stdout } = await upload(["--exclude", "*.tmp", "a.csv", "b.tmp", "c.tmp"]);
    expect(code).toBe(0);
    const leftOut = { filtered: 2, young: 0 };
    const elsewhere = new URL(site.s3.endpoint).host;
    expect(stdout.trim().split("\n").at(-1)).toBe(
      uploadEnds({ delivered: 1, bytes: 5, leftOut, elsewhere }),
    );
    expect(keys()).toEqual(["a.csv"]);
  });

  it("read no folder that is left out", async () => {
    await writeAll("exports/a.csv", "exports/cache/deep/b.csv");
    const { events } = await upload(["--json", "--dry-run", "--exclude", "cache", "exports"]);
    expect(events.at(-1)).toMatchObject({ files: 1, leftOut: { filtered: 1, young: 0 } });
  });
});

/** The exit code and the notes on standard error. */
const said = async (args: readonly string[]) => {
  const { code, stderr } = await upload(args);
  const notes = stderr.split("\n").filter((line) => line.startsWith("Note: "));
  return { code, notes };
};

describe("what nobody may have meant", () => {
  it("is said once on standard error: a pattern that matches nothing", async () => {
    await writeAll("exports/a.csv", "exports/tmp/c.csv");
    const args = ["--include", "*.cvs", "--exclude", "tmp/", "--exclude", "/cahce"];
    const notes = [
      uploadWords.matchesNothing("--include", "*.cvs"),
      uploadWords.matchesNothing("--exclude", "/cahce"),
    ];
    expect(await said([...args, "exports"])).toEqual({ code: 0, notes });
    expect(await said(["--dry-run", ...args, "exports"])).toEqual({ code: 0, notes });
    expect(await said(["--json", ...args, "exports"])).toEqual({ code: 0, notes });
    expect(await upload(["--quiet", ...args, "exports"])).toMatchObject({ code: 0, stderr: "" });
  });

  it("is said: why nothing is uploaded at all", async () => {
    await writeAll("exports/a.csv", "exports/b.csv", "empty-list");
    await site.machine.write("empty-list", "");
    await mkdir(path.join(site.machine.files, "empty"));
    const cases = [
      [["--files-from", "empty-list"], uploadWords.emptyList("--files-from", "empty-list")],
      [["--files-from0", "-"], uploadWords.emptyList("--files-from0", "-")],
      [["--min-age", "1d", "exports"], uploadWords.allYoung(2)],
      [["--exclude", "*.csv", "exports"], uploadWords.allFiltered],
      [["empty"], uploadWords.noFiles],
    ] as const;
    for (const [args, note] of cases)
      expect(await said(args), args.join(" ")).toEqual({ code: 0, notes: [note] });
  });
});

describe("a pattern that the shell has left as it is", () => {
  it("is called that, beside the failure", async () => {
    const { code, stderr } = await upload(["nowhere/*.csv"]);
    expect(code).toBe(1);
    expect(stderr).toContain(uploadWords.unexpanded("nowhere/*.csv"));
    expect((await upload(["nowhere.csv"])).stderr).not.toContain("Note: ");
    await writeAll("odd[1].csv");
    expect((await upload(["odd[1].csv"])).code).toBe(0);
  });
});

describe("--min-age", () => {
  it("leaves out and counts files that are still being written", async () => {
    await writeAll("exports/old.csv", "exports/new.csv");
    const old = path.join(site.machine.files, "exports/old.csv");
    const fiveMinutesAgo = Date.now() / 1000 - 5 * 60;
    await utimes(old, fiveMinutesAgo, fiveMinutesAgo);
    await utimes(path.join(site.machine.files, "exports/new.csv"), new Date(), new Date());
    const { code, stdout } = await upload(["--min-age", "60s", "exports"]);
    expect(code).toBe(0);
    expect(keys()).toEqual(["exports/old.csv"]);
    const leftOut = { filtered: 0, young: 1 };
    const elsewhere = new URL(site.s3.endpoint).host;
    expect(stdout).toContain(
      uploadEnds({ delivered: 1, bytes: "exports/old.csv".length, leftOut, elsewhere }),
    );
    const later = await upload(["--json", "--min-age", "10m", "exports"]);
    expect(later.events).toMatchObject([{ event: "summary", leftOut: { young: 2 } }]);
  });
});

describe("--files-from and --files-from0", () => {
  it("upload what is listed, with the folders below the current one", async () => {
    await writeAll("2026/nov/a.csv", "2026/dec/a.csv", "b\nb.csv");
    const list = "./2026/nov/a.csv\0 2026\0\0b\nb.csv\0";
    const { code, events } = await upload(["--json", "--files-from0", "-"], {
      input: list.replace(" 2026", "2026/dec"),
    });
    expect(code).toBe(0);
    expect(keys()).toEqual(["2026/dec/a.csv", "2026/nov/a.csv", "b\nb.csv"]);
    expect(events.at(-1)).toMatchObject({ delivered: 3, failed: 0 });
  });

  it("read lines of a file, also of one that Windows has made", async () => {
    await writeAll("a.csv", "b.csv", "-c.csv");
    await site.machine.write("list", "a.csv\r\nb.csv\n\n-c.csv");
    expect((await upload(["--files-from", "list"])).code).toBe(0);
    expect(keys()).toEqual(["-c.csv", "a.csv", "b.csv"]);
  });

  it("tell a name that is no UTF-8, and upload the others", async () => {
    await writeAll("a.csv");
    const list = Buffer.concat([Buffer.from("a.csv\0"), Buffer.from([0x66, 0xff, 0x67, 0])]);
    const { code, stdout, stderr } = await upload(["--files-from0", "-"], { input: list });
    expect(code).toBe(1);
    expect(stdout).toContain("f�g");
    expect(stderr).toContain(errorWords({ code: "NameNotUtf8", path: "" }).happened);
    expect(keys()).toEqual(["a.csv"]);
  });

  it("have nothing to do with an empty list, which is no failure", async () => {
    const { code, events } = await upload(["--json", "--files-from0", "-"], { input: "" });
    expect(code).toBe(0);
    expect(events).toMatchObject([{ event: "summary", delivered: 0, failed: 0 }]);
  });

  it("filter what is listed", async () => {
    await writeAll("2026/a.csv", "tmp/b.csv");
    await upload(["--exclude", "tmp", "--files-from0", "-"], {
      input: "2026/a.csv\0tmp/b.csv\0tmp",
    });
    expect(keys()).toEqual(["2026/a.csv"]);
  });
});

describe("a path that begins with -", () => {
  it("is one behind --, or with ./", async () => {
    await writeAll("-v", "--json");
    expect((await upload(["--", "-v", "--json"])).code).toBe(0);
    expect(keys()).toEqual(["--json", "-v"]);
  });
});
