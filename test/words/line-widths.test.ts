import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { parseCommandLine } from "../../src/cli/args.ts";
import { commandTable } from "../../src/cli/command-table.ts";
import { helpText } from "../../src/cli/help.ts";
import { helpColumns } from "../../src/domain/text-layout.ts";
import { allOptions, parseCommandLine as parseServerLine } from "../../src/server/command-line.ts";
import { commandTable as serverTable } from "../../src/server/command-table.ts";
import { helpText as serverHelp } from "../../src/server/help.ts";
import { commandWords } from "../../src/server/words/command-words.ts";
import { usageWords } from "../../src/server/words/usage-words.ts";

/** Lines that a terminal of the usual width would break in the middle of a word. */
const tooWide = (text: string): readonly string[] =>
  text.split("\n").filter((line) => Array.from(line).length > helpColumns);

const isPlain = (text: string) => /^[\n -~]*$/.test(text);

const serverTopics = [null, "token", "parked", ...serverTable.map(({ command }) => command)];

describe("every line fits into a terminal of 80 columns:", () => {
  it.each([null, ...commandTable.map(({ command }) => command)])("s3-sftp %s --help", (command) => {
    expect(tooWide(helpText(command))).toEqual([]);
  });

  it.each(serverTopics)("s3-sftp-log-server %s --help", (topic) => {
    expect(tooWide(serverHelp(topic))).toEqual([]);
  });

  it.each(["s3-sftp.1", "s3-sftp-log-server.1"])("what %s shows as it stands", (name) => {
    const page = readFileSync(path.join(import.meta.dirname, "../../docs/man", name), "utf8");
    // man(7) indents by 7 columns, and by 7 more between .RS and .RE; what is not between .nf and .fi is filled.
    const indent = " ".repeat(14);
    const asTheyStand = [...page.matchAll(/^\.nf\n(.*?)\n\.fi$/gms)].map(([, text = ""]) => text);
    expect(asTheyStand.length).toBeGreaterThan(0);
    const lines = asTheyStand.flatMap((text) =>
      text.replaceAll("\\e", "\\").replaceAll("\\-", "-").split("\n"),
    );
    expect(tooWide(lines.map((line) => indent + line).join("\n"))).toEqual([]);
  });

  it.each([
    ["dance"],
    ["uplaod", "a.csv"],
    ["upload"],
    ["upload", "--limt", "5MiB/s", "a.csv"],
    ["upload", "--expected-bucket-ower", "1", "a.csv"],
    ["upload", "--expected-bucket-owner"],
    ["upload", "--expected-bucket-owner=", "a.csv"],
    ["upload", "--expected-bucket-owner", "--request-payer", "a.csv"],
    ["upload", "--json=1", "a.csv"],
    ["upload", "--bucket", "acme-inbox", "--bucket", "acme-outbox", "a.csv"],
    ["upload", "--quiet", "--verbose", "a.csv"],
    ["upload", "--files-from", "a", "--files-from0", "b"],
    ["upload", "a.csv", "--request-payer"],
    ["upload", "--request-payer", "a.csv"],
    ["upload", "--", "a.csv"],
    ["status", "now"],
    ["policy", "a", "b"],
    ["--ascii", "a.csv", "b.csv"],
  ])("wrong usage of s3-sftp: %s %s %s", (...argv) => {
    const parsed = parseCommandLine(argv, (word) => ["--", "--request-payer"].includes(word));
    expect(parsed.ok).toBe(false);
    if (!parsed.ok) expect(tooWide(`s3-sftp: ${parsed.error}`)).toEqual([]);
  });

  it.each([
    ["dance"],
    ["chekc"],
    ["token"],
    ["token", "lst"],
    ["parked", "lst"],
    ["token", "list", "x"],
    ["--tokens"],
    ["--tokes", "t"],
    ["check", "--post=yes"],
    ["check", "--access-key", "b"],
    ["--post", "--tokens", "t"],
  ])("wrong usage of s3-sftp-log-server: %s %s", (...argv) => {
    const parsed = parseServerLine(argv);
    expect(parsed.ok).toBe(false);
    if (!parsed.ok) expect(tooWide(commandWords.failed(parsed.error.problem))).toEqual([]);
  });

  it("what follows wrong usage of the log server", () => {
    for (const topic of serverTopics) expect(tooWide(`  ${usageWords.seeHelp(topic)}`)).toEqual([]);
  });
});

/** Also on a terminal without Unicode, and in a console of a rescue system. */
describe("every terminal can show", () => {
  it.each([null, ...commandTable.map(({ command }) => command)])("s3-sftp %s --help", (command) => {
    expect(isPlain(helpText(command))).toBe(true);
  });

  it.each(serverTopics)("s3-sftp-log-server %s --help", (topic) => {
    expect(isPlain(serverHelp(topic))).toBe(true);
  });
});

describe("the help of the log server", () => {
  it.each(serverTable)("has an example of `$command` that can be carried out", (row) => {
    expect(row.examples.length).toBeGreaterThan(0);
    for (const { line } of row.examples) {
      const [, ...argv] = line.replaceAll("\\\n", " ").trim().split(/\s+/);
      expect(serverHelp(row.command)).toContain(line);
      expect(parseServerLine(argv), line).toMatchObject({
        ok: true,
        value: { command: row.command ?? "serve" },
      });
    }
  });

  it("lists every option that there is, and no other", () => {
    for (const { command, options } of serverTable)
      for (const { name, value } of options) {
        const words = [
          ...(command?.split(" ") ?? []),
          ...(command === "token revoke" ? ["x"] : []),
        ];
        const argv = [...words, value === null ? `--${name}` : `--${name}=1`];
        expect(parseServerLine(argv), argv.join(" ")).toMatchObject({ ok: true });
      }
    const all = new Set(serverTable.flatMap(({ options }) => options.map(({ name }) => name)));
    for (const name of allOptions) expect([...all, "help", "version"]).toContain(name);
  });

  it.each([
    [["token", "add", "--help"], "token add"],
    [["token", "add", "clinic", "-h"], "token add"],
    [["token", "--help"], "token"],
    [["check", "--port", "1", "--help"], "check"],
    [["help", "parked", "retry"], "parked retry"],
    [["help"], null],
    [["dance", "--help"], null],
  ] as const)("is about what was asked: %j", (argv, topic) => {
    expect(parseServerLine(argv)).toMatchObject({
      ok: true,
      value: { topic, options: { help: true } },
    });
  });
});
