import { chmod, mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import type { AppError } from "../../../src/domain/errors.ts";
import { errorWords, errorLine } from "../../../src/words/errors/error-words.ts";
import { uploadEnds } from "../../support/values/upload-ends.ts";
import { sha256Of } from "../../support/values/bytes.ts";
import { errorSentences } from "../../support/values/error-sentences.ts";
import { withoutRootPower } from "../../support/processes/root-power.ts";
import { runCli } from "../../support/processes/run-cli.ts";
import { sender } from "../../support/values/s3-people.ts";
import { standInSiteForEach } from "../../support/sites/stand-in-site.ts";
import { bucket, region } from "../../support/sites/stand-in-store.ts";

const composed = "Größe.txt".normalize("NFC");
const decomposed = "Größe.txt".normalize("NFD");
const notUtf8 = { code: "NameNotUtf8", path: "" } as const;
const noUtf8 = Buffer.from([0x66, 0xff, 0xfe, 0x2e, 0x74, 0x78, 0x74]);

describe("upload of files that are odd", () => {
  const site = standInSiteForEach();
  beforeEach(async () => {
    await site.machine.write("good.txt", "good");
  });

  const environment = () =>
    site.machine.withKeys({ region, endpoint: site.s3.endpoint }, sender(bucket));

  const upload = (...args: readonly string[]) =>
    runCli(["upload", "--bucket", bucket, ...args], {
      environment: environment(),
      folder: site.machine.files,
    });

  const keys = () => site.s3.objects(bucket).map(({ key }) => key);
  const puts = () => site.s3.log.filter(({ operation }) => operation === "PutObject");

  it("delivers an empty file as an empty object", async () => {
    await site.machine.write("empty.txt", "");
    const { code, stdout } = await upload("empty.txt");
    expect(stdout).toContain(`empty.txt → ${bucket}/empty.txt  0 B`);
    expect(code).toBe(0);
    expect(await site.s3.sha256(bucket, "empty.txt")).toBe(sha256Of(Buffer.alloc(0)));
  });

  it("says that a file is not there any more, and delivers the others", async () => {
    const { code, stdout, stderr } = await upload("gone.txt", "good.txt");
    const gone = { code: "FileVanished", path: "gone.txt" } as const;
    expect(stdout).toMatch(/^failed {2}\S+gone\.txt {2}/m);
    expect(stdout).toContain(`gone.txt  ${errorLine(gone)}`);
    for (const sentence of errorSentences(gone)) expect(stderr).toContain(sentence);
    expect(stdout).toContain(uploadEnds({ delivered: 1, bytes: 4, failed: 1 }));
    expect(code).toBe(1);
    expect(keys()).toEqual(["good.txt"]);
    expect(puts()).toHaveLength(1);
  });

  it("says that a file may not be read, and sends the others and nothing of it", async () => {
    await chmod(await site.machine.write("closed.txt", "closed"), 0);
    const { code, stdout, stderr } = await runCli(["upload", "--bucket", bucket, "."], {
      environment: environment(),
      folder: site.machine.files,
      through: withoutRootPower,
    });
    const closed: AppError = {
      code: "FileUnreadable",
      path: "",
      reason: "permission denied",
      detail: "EACCES",
    };
    for (const sentence of errorSentences(closed)) expect(stderr).toContain(sentence);
    expect(stdout).toContain(uploadEnds({ delivered: 1, bytes: 4, failed: 1 }));
    expect(code).toBe(1);
    expect(keys()).toEqual(["files/good.txt"]);
    expect(puts()).toHaveLength(1);
  });

  it("refuses a name of 1,025 bytes before anything is sent, and takes one of 1,024", async () => {
    const prefix = "p".repeat(899);
    const [fits, tooLong] = ["n".repeat(124), "n".repeat(125)];
    await site.machine.write(fits, "fits");
    await site.machine.write(tooLong, "too long");
    const { code, stdout, stderr } = await upload("--prefix", prefix, fits, tooLong);
    const error = { code: "KeyTooLong", path: tooLong, bytes: 1_025 } as const;
    for (const sentence of errorSentences(error)) expect(stderr).toContain(sentence);
    expect(stdout).toContain(uploadEnds({ delivered: 1, bytes: 4, failed: 1 }));
    expect(code).toBe(1);
    expect(keys()).toEqual([`${prefix}/${fits}`]);
    expect(puts()).toHaveLength(1);
  });

  it("sends names with newlines and escape sequences as they are, and prints none of them raw", async () => {
    const names = ["two\nlines.txt", "\u{1B}[2J\u{1B}]0;title\u{7}.txt", "gpj.\u{202E}exe"];
    for (const name of names) await site.machine.write(name, name);
    const { code, stdout, stderr } = await upload(".");
    expect(code).toBe(0);
    expect(keys().sort()).toEqual(["good.txt", ...names].map((name) => `files/${name}`).sort());
    expect(stdout).toContain("two�lines.txt");
    expect(stdout).toContain("�[2J�]0;title�.txt");
    expect(stdout.trimEnd().split("\n")).toHaveLength(names.length + 2);
    expect(stdout + stderr).not.toMatch(/(?!\n)\p{Cc}|\u202E/u);
  });

  it("names the file whose name is no UTF-8, and delivers the others", async () => {
    await writeFile(Buffer.concat([Buffer.from(`${site.machine.files}/`), noUtf8]), "x");
    const { code, stdout, stderr } = await upload(".");
    expect(stdout).toContain("f��.txt");
    for (const sentence of errorSentences(notUtf8)) expect(stderr).toContain(sentence);
    expect(code).toBe(1);
    expect(keys()).toEqual(["files/good.txt"]);
  });

  it("says of a name that is no UTF-8 on the command line that it is none, not that it is gone", async () => {
    await writeFile(Buffer.concat([Buffer.from(`${site.machine.files}/`), noUtf8]), "x");
    const { code, stderr } = await runCli(["upload", "--bucket", bucket], {
      environment: environment(),
      folder: site.machine.files,
      // Node passes arguments on as text; the shell writes the bytes.
      through: ["sh", "-c", String.raw`exec "$@" "$(printf 'f\377\376.txt')"`, "sh"],
    });
    expect(stderr).toContain(errorWords(notUtf8).happened);
    expect(code).toBe(1);
    expect(site.s3.log).toEqual([]);
  });

  it("sends none of two files that want one key, and names both", async () => {
    await site.machine.write(composed, "composed");
    await site.machine.write(decomposed, "decomposed");
    const { code, stdout, stderr } = await upload(".");
    const collision = { code: "KeyCollision", key: composed, paths: ["", ""] } as const;
    for (const sentence of errorSentences(collision)) expect(stderr).toContain(sentence);
    expect(stderr).toContain(`${composed}: `);
    expect(stdout).toContain(uploadEnds({ delivered: 1, bytes: 4, failed: 2 }));
    expect(code).toBe(1);
    expect(keys()).toEqual(["files/good.txt"]);
    await rm(path.join(site.machine.files, decomposed));
    const { code: second } = await upload(".");
    expect(second).toBe(0);
    expect(await site.s3.sha256(bucket, `files/${composed}`)).toBe(
      sha256Of(Buffer.from("composed")),
    );
    expect(keys()).toHaveLength(2);
  });

  it("says of an empty folder that there is nothing to send", async () => {
    await mkdir(path.join(site.machine.files, "nothing"));
    const { code, stdout } = await upload("nothing");
    expect(stdout).toContain(uploadEnds({}));
    expect(code).toBe(0);
    expect(site.s3.log).toEqual([]);
  });
});
