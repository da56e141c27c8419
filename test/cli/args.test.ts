import { describe, expect, it } from "vitest";
import { parseCommandLine } from "../../src/cli/args.ts";
import { argumentWords } from "../../src/words/commands/arguments.ts";
import { helpText } from "../../src/cli/help.ts";
import { everyFile } from "../../src/cli/upload/selection-options.ts";
import { parseUpload } from "../../src/cli/upload-options.ts";
import { commandTable } from "../../src/cli/command-table.ts";

const noFile = () => false;

const lineOf = (...argv: readonly string[]) => {
  const parsed = parseCommandLine(argv, noFile);
  if (!parsed.ok || parsed.value.wants !== "run") throw new Error(JSON.stringify(parsed));
  return parsed.value.line;
};

const upload = (...argv: readonly string[]) => parseUpload(lineOf("upload", ...argv));

describe("the command line", () => {
  it("without a verb is the terminal app", () => {
    expect(lineOf()).toMatchObject({ command: null, paths_: [] });
    const line = lineOf("--connection", "acme", "--start", "/data");
    expect(line.command).toBeNull();
    expect(Object.fromEntries(line.values)).toEqual({ connection: "acme", start: "/data" });
  });

  it.each([
    [["--version"], { wants: "version" }],
    [["upload", "--version"], { wants: "version" }],
    [["--help"], { wants: "help", command: null }],
    [["help", "upload"], { wants: "help", command: "upload" }],
    [["upload", "-h"], { wants: "help", command: "upload" }],
  ] as const)("%j asks for reading matter", (argv, wanted) => {
    expect(parseCommandLine(argv, noFile)).toEqual({ ok: true, value: wanted });
  });

  it.each([
    [["uplaod", "x"], "uplaod"],
    [["upload"], "upload needs PATH"],
    [["upload", "--frobnicate", "x"], "--frobnicate"],
    [["upload", "--bucket"], "--bucket"],
    [["policy"], "policy needs BUCKET"],
    [["policy", "a", "b"], "policy takes only BUCKET[/PREFIX]"],
    [["receipt"], "receipt needs ID"],
    [["history", "--json=1"], "--json"],
  ] as const)("%j is wrong usage, and says why", (argv, words) => {
    const parsed = parseCommandLine(argv, noFile);
    expect(parsed).toMatchObject({ ok: false });
    expect(parsed.ok || parsed.error).toContain(words);
    expect(parsed.ok || parsed.error).toMatch(/--help( lists the options)?$/);
  });

  it.each([
    [["upload", "a.csv", "--endpoint=evil.test", "b.csv"], "--endpoint=evil.test"],
    [["upload", "-", "--key", "k"], "--key"],
    [["upload", "a.csv", "-h"], "-h"],
    [["upload", "a.csv", "--unheard-of"], "--unheard-of"],
    [["upload", "--prefix", "nov", "a.csv", "--json", "--", "b.csv"], "--json"],
  ] as const)("%j has an option behind a path, which is refused", (argv, word) => {
    expect(parseCommandLine(argv, noFile)).toEqual({
      ok: false,
      error: argumentWords.behindPath(word),
    });
  });

  it.each([
    [["upload", "--endpoint=evil.test", "a.csv"], "--endpoint=evil.test"],
    [["upload", "--json", "a.csv"], "--json"],
    [["upload", "-V", "a.csv"], "-V"],
  ] as const)("%j has an option that is a file too, which is refused", (argv, word) => {
    const isFile = (name: string) => name === word;
    expect(parseCommandLine(argv, isFile)).toEqual({
      ok: false,
      error: argumentWords.isFileToo(word),
    });
  });

  it.each([
    [["upload", "--", "a.csv"]],
    [["upload", "--json", "--", "a.csv"]],
    [["upload", "+a.csv", "--", "b.csv"]],
    [["upload", "--"]],
  ])("%j has a -- that may be a file of this folder, which is refused", (argv) => {
    expect(parseCommandLine(argv, (name) => name === "--")).toEqual({
      ok: false,
      error: argumentWords.separatorIsFile,
    });
  });

  it.each([
    [
      ["upload", "--", "--", "a.csv"],
      ["--", "a.csv"],
    ],
    [
      ["upload", "--", "a.csv", "--"],
      ["a.csv", "--"],
    ],
    [
      ["upload", "--", "./--", "a.csv"],
      ["./--", "a.csv"],
    ],
    [
      ["upload", "./--", "a.csv"],
      ["./--", "a.csv"],
    ],
    [
      ["upload", "--quiet", "--", "/srv/exports", "./a"],
      ["/srv/exports", "./a"],
    ],
  ])("%j says itself whether a file called -- is meant", (argv, paths) => {
    expect(parseCommandLine(argv, (name) => name === "--")).toMatchObject({
      value: { line: { paths_: paths } },
    });
  });

  it("takes -- for the separator where no file is called so", () => {
    expect(lineOf("upload", "+a.csv", "--", "b.csv").paths_).toEqual(["+a.csv", "b.csv"]);
  });

  it("takes an option that is a file too where -- says which is which", () => {
    const argv = ["upload", "--json", "--", "--json", "--endpoint=evil.test"];
    expect(parseCommandLine(argv, (name) => name !== "--")).toMatchObject({
      value: { line: { paths_: ["--json", "--endpoint=evil.test"], flags: new Set(["json"]) } },
    });
  });

  it("takes options behind the one word that a command takes", () => {
    expect(lineOf("receipt", "some-id", "--json").flags).toEqual(new Set(["json"]));
  });

  it.each([
    [["/data/out"], "/data/out"],
    [["./upload"], "./upload"],
    [["."], "."],
    [["--ascii", "a.csv"], "a.csv"],
    [["--", "a.csv"], "a.csv"],
  ])("%j opens the app at that path", (argv, at) => {
    expect(lineOf(...argv)).toMatchObject({ command: null, paths_: [at] });
  });

  it("opens the app at a name of this folder, unless a command has that name", () => {
    expect(parseCommandLine(["out.csv"], (name) => name === "out.csv")).toMatchObject({
      value: { line: { command: null, paths_: ["out.csv"] } },
    });
    expect(parseCommandLine(["doctor"], () => true)).toMatchObject({
      value: { line: { command: "doctor" } },
    });
  });

  it.each([[["*"]], [["--ascii", "a.csv", "b.csv"]], [["./a.csv", "./b.csv"]]])(
    "%j without a verb is no path to open at",
    (argv) => {
      expect(parseCommandLine(argv, noFile).ok).toBe(false);
    },
  );

  it("names every command and every option in the help", () => {
    for (const { command, options } of commandTable) {
      expect(helpText(null)).toContain(command ?? "s3-sftp");
      for (const { name } of options) expect(helpText(command)).toContain(`--${name}`);
    }
  });

  it("has examples in the help of every command, and each of them can be carried out", () => {
    for (const { command, examples } of commandTable) {
      if (command !== null) expect(examples.length).toBeGreaterThan(0);
      for (const { line } of examples) {
        expect(helpText(command)).toContain(line);
        const [, words = ""] = /s3-sftp ([^|>")]*)/.exec(line) ?? [];
        const argv = words.trim().replaceAll("'", "").split(" ");
        expect(parseCommandLine(argv, noFile), line).toMatchObject({
          ok: true,
          value: { wants: "run", line: { command } },
        });
      }
    }
  });
});

describe("upload", () => {
  it("has nothing decided where nothing was said", () => {
    expect(upload("a.txt")).toEqual({
      ok: true,
      value: {
        paths: ["a.txt"],
        selection: everyFile,
        connection: null,
        bucket: null,
        prefix: null,
        region: null,
        endpoint: null,
        profile: null,
        addressing: null,
        key: null,
        conflict: "skip",
        limitBytesPerSecond: null,
        options: {},
        logUrl: null,
        note: null,
        followsLinks: false,
        isDryRun: false,
        isJson: false,
        says: "results",
        withProgress: false,
        withSha256: true,
      },
    });
  });

  it("takes every option", () => {
    const words =
      "--bucket acme-inbox --prefix /nov --region eu-west-1 --json --endpoint http://127.0.0.1:9000/ " +
      "--conflict rename --limit 5MiB/s --storage-class STANDARD_IA --sse aws:kms:key-1 --tag a=b --tag c= " +
      "--meta from=clinic --content-type text/csv --no-sha256 --follow-links --dry-run --log-url https://logs.example.org " +
      "--acl bucket-owner-full-control --request-payer --expected-bucket-owner 123456789012 " +
      "--part-size 64MiB --profile clinic --addressing virtual --key one.csv -v --progress " +
      "--include *.csv --include 2026/ --exclude tmp --min-age 1h30m --note=November -- -odd-name";
    const parsed = upload(...words.split(" "));
    expect(parsed).toMatchObject({
      ok: true,
      value: {
        paths: ["-odd-name"],
        selection: {
          filter: { include: ["*.csv", "2026/"], exclude: ["tmp"] },
          minAgeMs: 5_400_000,
          filesFrom: null,
        },
        bucket: "acme-inbox",
        prefix: "nov/",
        conflict: "rename",
        endpoint: "http://127.0.0.1:9000",
        limitBytesPerSecond: 5 * 1024 ** 2,
        options: {
          storageClass: "STANDARD_IA",
          sse: "aws:kms:key-1",
          contentType: "text/csv",
          tags: { a: "b", c: "" },
          metadata: { from: "clinic" },
          acl: "bucket-owner-full-control",
          requestPayer: true,
          expectedBucketOwner: "123456789012",
          partBytes: 64 * 1024 ** 2,
        },
        profile: "clinic",
        addressing: "virtual",
        followsLinks: true,
        isDryRun: true,
        isJson: true,
        says: "all",
        withProgress: true,
        note: "November",
        withSha256: false,
        key: "one.csv",
      },
    });
  });

  it.each([
    ["bucket", ["--bucket", "a/b", "x"]],
    ["region", ["--region", "/", "x"]],
    ["limit", ["--limit", "fast", "x"]],
    ["limit", ["--limit", "1k", "x"]],
    ["tag", ["--tag", "novalue", "x"]],
    ["tag", Array.from({ length: 11 }, (_, n) => `--tag=k${n}=v`).concat("x")],
    ["meta", ["--meta", "na me=v", "x"]],
    ["meta", ["--meta", "name=zeile\nzwei", "x"]],
    ["sse", ["--sse", "rot13", "x"]],
    ["storageClass", ["--storage-class", "warm", "x"]],
    ["contentType", ["--content-type", "text", "x"]],
    ["acl", ["--acl", "Everyone!", "x"]],
    ["expectedBucketOwner", ["--expected-bucket-owner", "me", "x"]],
    ["partBytes", ["--part-size", "1MiB", "x"]],
    ["partBytes", ["--part-size", "1GiB", "--key", "k", "-"]],
    ["addressing", ["--addressing", "sideways", "x"]],
    ["key", ["--key", "../../x", "x"]],
    ["key", ["--key", "a//b", "x"]],
    ["key", ["--key", "a/", "x"]],
    ["key", ["--key", "k".repeat(1025), "x"]],
    ["key", ["--key", "k", "x", "y"]],
    ["key", ["-"]],
    ["path", ["-", "x"]],
    ["conflict", ["--conflict", "overwrite", "x"]],
    ["note", ["--note", "n".repeat(201), "x"]],
    ["logUrl", ["--log-url", "ftp://x", "x"]],
  ] as const)("refuses a wrong %s: %j", (field, argv) => {
    expect(upload(...argv)).toMatchObject({ ok: false, error: { code: "InvalidInput", field } });
  });
});
