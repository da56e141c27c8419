import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { errorWords } from "../../../src/words/errors/error-words.ts";
import { uploadWords } from "../../../src/words/commands/upload.ts";
import { verificationWords } from "../../../src/words/receipt.ts";
import { sha256Of, someBytes } from "../../support/values/bytes.ts";
import { uploadEnds } from "../../support/values/upload-ends.ts";
import { startOnPty } from "../../support/processes/pty.ts";
import { program, runCli, startCli } from "../../support/processes/run-cli.ts";
import { waitUntil } from "../../support/processes/wait-until.ts";
import { sender } from "../../support/values/s3-people.ts";
import { holdParts } from "../../support/sites/hold-parts.ts";
import { standInSiteForEach } from "../../support/sites/stand-in-site.ts";
import { bucket, mebibyte, region } from "../../support/sites/stand-in-store.ts";

const runFile = promisify(execFile);

const site = standInSiteForEach();

const environment = () =>
  site.machine.withKeys({ region, endpoint: site.s3.endpoint }, sender(bucket));

const upload = (...args: readonly string[]) =>
  runCli(["upload", "--bucket", bucket, ...args], {
    environment: environment(),
    folder: site.machine.files,
  });

const host = () => new URL(site.s3.endpoint).host;

describe("upload prints", () => {
  it("one line a file and a sum, and with -v checksum and proof", async () => {
    const file = await site.machine.write("a.txt", "a");
    const { stdout, stderr } = await upload("a.txt");
    const sum = uploadEnds({ delivered: 1, bytes: 1, elsewhere: host() });
    expect(stdout).toBe(`delivered  ${file} → ${bucket}/a.txt  1 B\n${sum}\n`);
    expect(stderr).toBe("");
    const { stdout: whole } = await upload("-v", "--conflict=replace", "a.txt");
    expect(whole).toContain(`sha256 ${sha256Of(Buffer.from("a"))}`);
    expect(whole).toContain(verificationWords["crc32-full-object"]);
  });

  it("with -v how to get one receipt for all, which has the note", async () => {
    for (const name of ["a", "b"]) await site.machine.write(`${name}.txt`, name);
    const { stderr } = await upload("-v", "--note", "November, clinic north", ".");
    const [id = ""] = /[0-9a-f-]{36}/.exec(stderr) ?? [];
    expect(stderr).toBe(`${uploadWords.receipt(id)}\n`);
    const { stdout } = await runCli(["receipt", id], { environment: environment() });
    expect(stdout).toContain("Note:        November, clinic north");
    expect(stdout).toContain(`${bucket}/files/a.txt`);
    expect(stdout).toContain(`${bucket}/files/b.txt`);
  });

  it("errors only with --quiet, and nothing when all is well", async () => {
    await site.machine.write("a.txt", "a");
    expect(await upload("--quiet", "a.txt")).toMatchObject({ code: 0, stdout: "", stderr: "" });
    const { code, stdout, stderr } = await upload("-q", "a.txt", "missing.txt");
    expect(code).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toContain("missing.txt");
    expect(stderr).toContain(errorWords({ code: "FileVanished", path: "" }).next);
    expect(stderr).not.toContain("a.txt");
  });

  it("how far it is on a terminal only, in one line that is drawn again", async () => {
    await site.machine.write("big.bin", someBytes(12));
    const args = [
      process.execPath,
      program,
      "upload",
      "--bucket",
      bucket,
      "--no-sha256",
      // Slower than any buffer on the way: what the line takes at once says nothing of its speed.
      "--limit",
      "3M",
      "big.bin",
    ];
    const terminal = startOnPty(args, {
      environment: { PATH: process.env["PATH"] ?? "", LC_ALL: "C.UTF-8", ...environment() },
      folder: site.machine.files,
      columns: 120,
    });
    try {
      expect(await terminal.exited).toBe(0);
      expect(terminal.output()).toMatch(/0 of 1 file · .* of 12\.0 MiB · .*MiB\/s · .* left/u);
      expect(terminal.screen()).not.toContain("0 of 1 file");
      expect(terminal.screen()).toContain(`big.bin → ${bucket}/big.bin  12.0 MiB`);
    } finally {
      await terminal.close();
    }
    const piped = await upload("--conflict=replace", "--no-sha256", "big.bin");
    expect(piped.stderr).toBe("");
    expect(piped.stdout).not.toContain("left");
  });

  it("progress events for a script that asks for them, one a second", async () => {
    await site.machine.write("big.bin", someBytes(12));
    site.s3.reshape({ connectionBytesPerSecond: mebibyte });
    const startedAtMs = performance.now();
    const { events } = await upload("--json", "--progress", "--no-sha256", "big.bin");
    const seconds = (performance.now() - startedAtMs) / 1_000;
    const progress = events.filter(({ event }) => event === "progress");
    expect(progress.length).toBeGreaterThan(1);
    expect(progress.length).toBeLessThanOrEqual(seconds + 1);
    expect(progress).toContainEqual(
      expect.objectContaining({
        v: 1,
        bytes: 12 * mebibyte,
        files: expect.objectContaining({ uploading: 1 }),
      }),
    );
    expect(Number(progress.at(-1)?.["ackedBytes"])).toBeGreaterThan(0);
    expect(events.at(-1)).toMatchObject({ event: "summary", delivered: 1 });
  });

  it("quietly into a pipe that is closed, and loses no upload", async () => {
    for (const name of ["a", "b", "c", "d"]) await site.machine.write(`${name}.txt`, name);
    const command = `"$0" "$1" upload --bucket ${bucket} . | head -n 1`;
    const { stdout, stderr } = await runFile(
      "bash",
      ["-o", "pipefail", "-c", command, process.execPath, program],
      { cwd: site.machine.files, env: { PATH: process.env["PATH"], ...environment() } },
    );
    expect(stdout.split("\n")).toHaveLength(2);
    expect(stderr).toBe("");
    expect(site.s3.objects(bucket)).toHaveLength(4);
  });
});

describe("what was interrupted", () => {
  it("is not called failed: neither files that wait nor those under way", async () => {
    for (const name of ["a", "b", "c"]) await site.machine.write(`${name}.bin`, someBytes(12));
    holdParts(site.s3, 1);
    const running = startCli(["upload", "--bucket", bucket, "--no-sha256", "."], {
      environment: environment(),
      folder: site.machine.files,
    });
    const isBegun = () => site.s3.log.some(({ operation }) => operation === "UploadPart");
    await waitUntil("it has begun", isBegun, 30_000);
    running.child.kill("SIGINT");
    const { code, stdout, stderr } = await running.ended;
    expect(code).toBe(130);
    expect(stdout).toContain(uploadEnds({ unfinished: 3, failed: 3, elsewhere: host() }));
    expect(stdout).not.toContain("failed  ");
    expect(stderr).toContain(uploadWords.interrupted("3 files"));
  });

  it("is not called failed when it was standard input, which cannot be resumed", async () => {
    holdParts(site.s3, 0);
    const running = startCli(["upload", "--bucket", bucket, "--key", "k", "-"], {
      environment: environment(),
      folder: site.machine.files,
      input: someBytes(20),
    });
    const isBegun = () => site.s3.log.some(({ operation }) => operation === "UploadPart");
    await waitUntil("it has begun", isBegun, 30_000);
    running.child.kill("SIGINT");
    const { code, stdout, stderr } = await running.ended;
    expect(code).toBe(130);
    expect(stdout).toContain(uploadEnds({ unfinished: 1, failed: 1, elsewhere: host() }));
    expect(stderr).toContain(uploadWords.streamInterrupted);
  });
});

const documentOf = async (...args: readonly string[]): Promise<unknown> => {
  const { code, stdout } = await runCli(["policy", ...args]);
  expect(code).toBe(0);
  return JSON.parse(stdout);
};

describe("a document", () => {
  const rights = { Statement: [{ Action: "s3:ListBucket" }, { Action: "s3:PutObject" }] };
  const rule = { Rules: [{ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } }] };

  it("of policy is one that programs can read, whatever is asked for", async () => {
    expect(await documentOf("acme-inbox/north")).toMatchObject({ policy: rights, lifecycle: rule });
    expect(await documentOf("--policy", "acme-inbox/north")).toMatchObject(rights);
    expect(await documentOf("--lifecycle", "acme-inbox")).toMatchObject(rule);
  });
});
