import { mkdir, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { exitCodes } from "../../../src/domain/exit-codes.ts";
import { runCli } from "../../support/processes/run-cli.ts";
import { sender } from "../../support/values/s3-people.ts";
import { standInSiteForEach } from "../../support/sites/stand-in-site.ts";
import { bucket, region } from "../../support/sites/stand-in-store.ts";

const site = standInSiteForEach();

/** `s3-sftp <words> *` in a folder in which others may write; the shell sorts by bytes, or as in English. */
const runAll = (words: readonly string[], locale: string) => {
  const { machine, s3 } = site;
  const through = ["sh", "-c", '"$@" *', "sh"];
  const environment = machine.withKeys({ region, endpoint: s3.endpoint }, sender(bucket));
  return runCli(words, {
    environment: { ...environment, LC_ALL: locale },
    folder: machine.files,
    through,
  });
};

/** What a terminal obeys, but for the end of a line. */
const obeyed = /[\p{Cc}\u202A-\u202E\u2066-\u2069]/u;

describe.each(["C", "en_US.UTF-8"])("upload * where names are sorted as in %s", (locale) => {
  it.each(["--endpoint=127.0.0.1:9", "--log-url=127.0.0.1:9", "--conflict=replace", "--help"])(
    "sends nothing, nowhere, with a file named %s",
    async (name) => {
      await site.machine.write("report.csv", "ours");
      await site.machine.write(name, "planted");
      const all = await runAll(["upload", "--bucket", bucket], locale);
      expect(all).toMatchObject({ code: exitCodes.usage, stdout: "" });
      expect(all.stderr).toContain(`./${name}`);
      expect(site.s3.log).toEqual([]);
    },
  );

  it("sends all of them behind --, as files", async () => {
    await site.machine.write("report.csv", "ours");
    await site.machine.write("--conflict=replace", "planted");
    const all = await runAll(["upload", "--bucket", bucket, "--"], locale);
    expect(all.code).toBe(exitCodes.done);
    const keys = site.s3.objects(bucket).map(({ key }) => key);
    expect(keys.toSorted()).toEqual(["--conflict=replace", "report.csv"]);
  });
});

describe("a name that a terminal would obey", () => {
  const hostile = "\u001B]0;OWNED\u0007\u009B2J\u202Egpj.exe";

  it.each<[string, readonly string[], string]>([
    ["the verb is forgotten", [], hostile],
    ["it looks like an option", ["upload", "--bucket", bucket], `--${hostile}`],
    ["it looks like an option's value", ["upload", "--bucket", bucket], `--limit=${hostile}`],
    ["it is uploaded", ["upload", "--bucket", bucket, "--"], hostile],
    ["it is uploaded by a script", ["upload", "--json", "--bucket", bucket, "--"], hostile],
    ["it is looked at", ["upload", "--json", "--dry-run", "--bucket", bucket, "--"], hostile],
  ])("reaches none where %s", async (_, words, name) => {
    await site.machine.write(name, "planted");
    const { stdout, stderr, code } = await runAll(words, "C");
    const lines = `${stdout}\n${stderr}`.split("\n");
    expect(lines.filter((line) => obeyed.test(line))).toEqual([]);
    if (words.includes("--json")) {
      expect(code).toBe(0);
      expect(JSON.parse(lines[0] ?? "")).toMatchObject({
        path: expect.stringContaining(hostile),
      });
    }
  });

  it("reaches none by history, receipt and status", async () => {
    await site.machine.write(hostile, "planted");
    await runAll(["upload", "--bucket", bucket, "--"], "C");
    const { machine } = site;
    const ask = (...words: readonly string[]) =>
      runCli(words, { environment: machine.environment, folder: machine.files });
    const history = await ask("history", "--json");
    expect(history.events).toMatchObject([{ name: hostile }]);
    const id = String(history.events[0]?.["id"]);
    const asked = [history, await ask("history"), await ask("receipt", id)];
    asked.push(await ask("receipt", "--json", id), await ask("receipt", hostile));
    asked.push(await ask("status"), await ask("status", "--json"));
    const forgotten = await ask("history", "--json", "--forget-before", "2020-01-01");
    expect(forgotten.events).toEqual([{ v: 1, event: "forgotten", receipts: 0 }]);
    const lines = asked.flatMap(({ stdout, stderr }) => `${stdout}\n${stderr}`.split("\n"));
    expect(lines.filter((line) => obeyed.test(line))).toEqual([]);
  });
});

const uploadFolder = (...words: readonly string[]) => {
  const { machine, s3 } = site;
  return runCli(["upload", "--json", "--bucket", bucket, ...words, "."], {
    environment: machine.withKeys({ region, endpoint: s3.endpoint }, sender(bucket)),
    folder: machine.files,
  });
};
const keys = () => site.s3.objects(bucket).map(({ key }) => key);

describe("a link that somebody has put into the folder", () => {
  it("leads to nothing that is outside, but where that is asked for", async () => {
    const { machine } = site;
    const outside = path.join(machine.root, "private");
    await mkdir(outside);
    await writeFile(path.join(outside, "id_rsa"), "PRIVATE");
    await machine.write("report.csv", "ours");
    await symlink(path.join(outside, "id_rsa"), path.join(machine.files, "b.csv"));
    await symlink(outside, path.join(machine.files, "dir"));

    const looked = await uploadFolder("--dry-run");
    expect(looked.events.at(-1)).toMatchObject({ files: 1, refused: 2 });
    const { code, events } = await uploadFolder();
    expect(code).toBe(exitCodes.someFailed);
    expect(keys()).toEqual([expect.stringMatching(/report\.csv$/u)]);
    const refused = events.filter(({ state }) => state === "failed");
    expect(refused).toMatchObject([
      { error: { code: "NotAFile", is: "link outside" } },
      { error: { code: "NotAFile", is: "link outside" } },
    ]);

    expect((await uploadFolder("--follow-links")).code).toBe(exitCodes.done);
    expect(keys()).toHaveLength(3);
  });
});
