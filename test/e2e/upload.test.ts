import { mkdir, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { errorWords } from "../../src/words/errors/error-words.ts";
import { uploadWords } from "../../src/words/commands/upload.ts";
import { uploadEnds } from "../support/values/upload-ends.ts";
import { sha256Of, someBytes } from "../support/values/bytes.ts";
import { holdParts } from "../support/sites/hold-parts.ts";
import { runCli, startCli } from "../support/processes/run-cli.ts";
import { sender } from "../support/values/s3-people.ts";
import { standInSiteForEach } from "../support/sites/stand-in-site.ts";
import { bucket, mebibyte, region } from "../support/sites/stand-in-store.ts";
import { waitUntil } from "../support/processes/wait-until.ts";

const site = standInSiteForEach();

const environment = () =>
  site.machine.withKeys({ region, endpoint: site.s3.endpoint }, sender(bucket));

const upload = (...args: readonly string[]) =>
  runCli(["upload", "--bucket", bucket, ...args], {
    environment: environment(),
    folder: site.machine.files,
  });

const puts = () => site.s3.log.filter(({ operation }) => operation === "PutObject");

describe("upload", () => {
  it("delivers files and folders, and prints the proof of each as JSON", async () => {
    const small = Buffer.from("a small file\n");
    const large = someBytes(12);
    await site.machine.write("small.txt", small);
    await site.machine.write("Ünïcode 納品書/sub/large.bin", large);
    await site.machine.write("empty", "");
    const { code, events, stderr } = await upload("--json", "--prefix", "nov", ".");
    expect(stderr).toBe("");
    expect(code).toBe(0);
    const transfers = events.filter(({ event }) => event === "transfer");
    expect(transfers).toHaveLength(3);
    expect(transfers).toContainEqual({
      v: 1,
      event: "transfer",
      state: "delivered",
      path: path.join(site.machine.files, "small.txt"),
      bucket,
      key: "nov/files/small.txt",
      bytes: small.length,
      sha256: sha256Of(small),
      etag: expect.stringMatching(/^[0-9a-f]{32}$/),
      crc32: expect.stringMatching(/^[A-Za-z0-9+/]{6}==$/),
      verified: "crc32-full-object",
      requestId: expect.any(String),
      versionId: null,
      receiptId: expect.any(String),
      seconds: expect.any(Number),
    });
    expect(events.at(-1)).toEqual({
      v: 1,
      event: "summary",
      delivered: 3,
      failed: 0,
      skipped: 0,
      unfinished: 0,
      bytes: small.length + large.length,
      batchId: expect.any(String),
      host: new URL(site.s3.endpoint).host,
    });
    expect(await site.s3.sha256(bucket, "nov/files/Ünïcode 納品書/sub/large.bin")).toBe(
      sha256Of(large),
    );
    expect(await site.s3.sha256(bucket, "nov/files/empty")).toBe(sha256Of(Buffer.alloc(0)));
  });

  it("prints lines for people: results on stdout, words on stderr", async () => {
    await site.machine.write("a.txt", "a");
    const { code, stdout, stderr } = await upload("-v", "a.txt", "missing.txt");
    expect(code).toBe(1);
    expect(stdout).toContain(`a.txt → ${bucket}/a.txt`);
    expect(stdout).toContain(sha256Of(Buffer.from("a")));
    expect(stdout).toContain("missing.txt");
    const elsewhere = new URL(site.s3.endpoint).host;
    const ends = uploadEnds({ delivered: 1, bytes: 1, failed: 1, elsewhere });
    expect(stdout.endsWith(`${ends}\n`)).toBe(true);
    expect(stderr).toContain(errorWords({ code: "FileVanished", path: "missing.txt" }).happened);
  });

  it("leaves a taken key alone, renames, or replaces, as told", async () => {
    await site.machine.write("a.txt", "first");
    await upload("a.txt");
    await site.machine.write("a.txt", "second");
    const skipped = await upload("--json", "a.txt");
    expect(skipped.code).toBe(0);
    expect(skipped.events[0]).toMatchObject({ state: "skipped", error: { code: "ObjectExists" } });
    expect(await site.s3.sha256(bucket, "a.txt")).toBe(sha256Of(Buffer.from("first")));
    const renamed = await upload("--json", "--conflict", "rename", "a.txt");
    expect(renamed.events[0]).toMatchObject({ state: "delivered", key: "a (2).txt" });
    const replaced = await upload("--json", "--conflict", "replace", "a.txt");
    expect(replaced.events[0]).toMatchObject({ state: "delivered", key: "a.txt" });
    expect(await site.s3.sha256(bucket, "a.txt")).toBe(sha256Of(Buffer.from("second")));
  });

  it("passes options on to the object", async () => {
    await site.machine.write("report.csv", "a;b\n");
    const { code } = await upload(
      "--storage-class=STANDARD_IA",
      "--sse=AES256",
      "--tag=kind=report",
      "--meta=from=clinic",
      "--key=renamed.csv",
      "report.csv",
    );
    expect(code).toBe(0);
    const [object] = site.s3.objects(bucket);
    expect(object?.key).toBe("renamed.csv");
    expect(object?.headers).toMatchObject({
      "x-amz-storage-class": "STANDARD_IA",
      "x-amz-server-side-encryption": "AES256",
      "x-amz-tagging": "kind=report",
      "x-amz-meta-from": "clinic",
      "content-type": "text/csv",
    });
  });

  it("sends standard input of unknown length under the given key", async () => {
    const bytes = someBytes(20, 7);
    const { code, events } = await runCli(
      ["upload", "--bucket", bucket, "--json", "--key", "piped.bin", "-"],
      { environment: environment(), input: bytes },
    );
    expect(code).toBe(0);
    expect(events[0]).toMatchObject({
      state: "delivered",
      path: "-",
      key: "piped.bin",
      bytes: bytes.length,
      sha256: sha256Of(bytes),
    });
    expect(await site.s3.sha256(bucket, "piped.bin")).toBe(sha256Of(bytes));
  });

  it("names the key that renamed standard input got", async () => {
    const args = [
      "upload",
      "--bucket",
      bucket,
      "--json",
      "--conflict=rename",
      "--key=log.txt",
      "-",
    ];
    await runCli(args, { environment: environment(), input: "a line\n" });
    const { events } = await runCli(args, { environment: environment(), input: "a line\n" });
    expect(events[0]).toMatchObject({ state: "delivered", key: "log (2).txt" });
    expect(site.s3.objects(bucket).map(({ key }) => key)).toEqual(["log.txt", "log (2).txt"]);
  });

  it("says with --dry-run what it would send, and sends nothing", async () => {
    await site.machine.write("a.txt", "a");
    await site.machine.write("b.txt", "b");
    await upload("a.txt");
    const before = puts().length;
    const { code, events } = await upload("--dry-run", "--json", "a.txt", "b.txt");
    expect(code).toBe(0);
    expect(events).toMatchObject([
      { event: "plan", key: "a.txt", bytes: 1, exists: true },
      { event: "plan", key: "b.txt", bytes: 1, exists: false },
      { event: "summary", files: 2, bytes: 2, taken: 1, refused: 0 },
    ]);
    expect(puts()).toHaveLength(before);
    expect(site.s3.objects(bucket).map(({ key }) => key)).toEqual(["a.txt"]);
  });

  it("keeps to a limit", async () => {
    await site.machine.write("a.bin", someBytes(7));
    const startedAtMs = performance.now();
    const { code } = await upload("--limit", "2MiB/s", "--no-sha256", "a.bin");
    const seconds = (performance.now() - startedAtMs) / 1000;
    expect(code).toBe(0);
    expect(seconds).toBeGreaterThan(2);
  });

  it("is interrupted with the state kept, and sends no part twice that was not under way", async () => {
    const bytes = someBytes(40);
    await site.machine.write("big.bin", bytes);
    const letThrough = holdParts(site.s3, 2);
    const running = startCli(["upload", "--bucket", bucket, "--json", "big.bin"], {
      environment: environment(),
      folder: site.machine.files,
    });
    const acknowledged = () =>
      site.s3.log.filter(({ operation, status }) => operation === "UploadPart" && status === 200);
    await waitUntil("two parts are acknowledged", () => acknowledged().length >= 2, 30_000);
    const underWay = site.s3.log.filter(({ status }) => status === null).length;
    running.child.kill("SIGINT");
    const interrupted = await running.ended;
    expect(interrupted.code).toBe(130);
    expect(interrupted.stderr).toContain("1 file not finished");
    const sum = { event: "summary", delivered: 0, unfinished: 1 };
    expect(interrupted.events.at(-1)).toMatchObject(sum);
    expect(site.s3.objects(bucket)).toEqual([]);
    letThrough();
    const { code, events, stderr } = await upload("--json", "big.bin");
    expect(code).toBe(0);
    const resumed = [1, 2, 3, 4, 5, 6, 7, 8].map((part) => uploadWords.resuming(part, 8, ""));
    expect(resumed.filter((words) => stderr.includes(words))).toHaveLength(1);
    expect(events[0]).toMatchObject({ state: "delivered", sha256: sha256Of(bytes) });
    expect(await site.s3.sha256(bucket, "big.bin")).toBe(sha256Of(bytes));
    const numbers = acknowledged().map(({ partNumber }) => partNumber);
    expect(new Set(numbers).size).toBe(8);
    expect(numbers.length - 8).toBeLessThanOrEqual(underWay);
  });

  it("leaves a file to the process that is sending it already, and says so", async () => {
    const bytes = someBytes(20);
    await site.machine.write("big.bin", bytes);
    site.s3.reshape({ connectionBytesPerSecond: 2 * mebibyte });
    const first = startCli(["upload", "--bucket", bucket, "big.bin"], {
      environment: environment(),
      folder: site.machine.files,
    });
    const begun = () => site.s3.log.some(({ operation }) => operation === "UploadPart");
    await waitUntil("the first one has begun", begun);
    const second = await upload("--json", "big.bin");
    expect(second.code).toBe(1);
    expect(second.events[0]).toMatchObject({
      error: { code: "TransferBusy", pid: first.child.pid },
    });
    expect(second.events.slice(1)).toMatchObject([{ event: "summary", failed: 1, unfinished: 0 }]);
    site.s3.reshape({ connectionBytesPerSecond: null });
    expect((await first.ended).code).toBe(0);
    expect(await site.s3.sha256(bucket, "big.bin")).toBe(sha256Of(bytes));
    const begins = site.s3.log.filter(({ operation }) => operation === "CreateMultipartUpload");
    expect(begins).toHaveLength(1);
  });

  it("takes key and region from a profile of AWS where the environment has none", async () => {
    const { accessKeyId, secretAccessKey } = sender(bucket);
    const profile = `[default]\naws_access_key_id=${accessKeyId}\naws_secret_access_key=${secretAccessKey}\n`;
    await mkdir(path.join(site.machine.root, ".aws"));
    await writeFile(path.join(site.machine.root, ".aws", "credentials"), profile);
    await writeFile(
      path.join(site.machine.root, ".aws", "config"),
      `[default]\nregion=${region}\n`,
    );
    await site.machine.write("a.txt", "a");
    const { code, stdout } = await runCli(["upload", "--bucket", bucket, "a.txt"], {
      environment: { ...site.machine.environment, AWS_ENDPOINT_URL: site.s3.endpoint },
      folder: site.machine.files,
    });
    expect(stdout).toContain("1 delivered");
    expect(code).toBe(0);
  });

  it("asks the store only for what two rights allow", async () => {
    await site.machine.write("a.bin", someBytes(12));
    await site.machine.write("b.txt", "b");
    await upload(".");
    const asked = new Set(site.s3.log.map(({ operation }) => operation));
    expect(asked.size).toBeGreaterThan(2);
    for (const operation of asked) {
      expect(operation).toMatch(
        /^(ListObjectsV2|PutObject|CreateMultipartUpload|UploadPart|CompleteMultipartUpload)$/,
      );
    }
  });

  it("leaves nothing but its state behind", async () => {
    await site.machine.write("a.txt", "a");
    await upload("a.txt");
    expect(await readdir(site.machine.home)).toEqual(["state"]);
    expect((await readdir(path.join(site.machine.home, "state"))).sort()).toContain("state.db");
  });
});
