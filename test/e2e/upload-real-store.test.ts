import { execFileSync } from "node:child_process";
import { createReadStream } from "node:fs";
import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isCi } from "../support/values/is-ci.ts";
import { sha256Of, someBytes } from "../support/values/bytes.ts";
import { startCeph, type Ceph } from "../support/processes/ceph.ts";
import { componentMissing } from "../support/processes/components.ts";
import { killAfter, startUpload } from "../support/sites/killed-upload.ts";
import { openOf } from "../support/processes/open-files.ts";
import { runCli } from "../support/processes/run-cli.ts";
import { createSenderMachine, type SenderMachine } from "../support/sites/sender-machine.ts";
import { waitUntil } from "../support/processes/wait-until.ts";
import { uploadWords } from "../../src/words/commands/upload.ts";

const isFull = process.env["S3_SFTP_FULL"] === "1" || isCi(process.env);
const mebibyte = 1024 * 1024;
const bigBytes = isFull ? 5 * 1024 * mebibyte : 64 * mebibyte;
// The store is in memory; a busy gateway keeps a write and its copy for a while.
const storeBytes = isFull ? 14 * 1024 ** 3 : 2 * 1024 ** 3;
const smallFiles = 3_000;
const readsAtOnce = 20;

const hashFile = async (file: string): Promise<string> => {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest("hex");
};

const content = (index: number) => Buffer.from(`file ${index}\n`.repeat(1 + (index % 40)));

/** Bytes that differ from block to block, written block by block. */
const writeBigFile = async (file: string, sizeBytes: number): Promise<void> => {
  const handle = await open(file, "w");
  const block = Buffer.from(someBytes(8, 11));
  for (let at = 0; at < sizeBytes; at += block.length) {
    block.writeDoubleLE(at, 0);
    await handle.write(block, 0, Math.min(block.length, sizeBytes - at));
  }
  await handle.close();
};

describe.runIf(!componentMissing("ceph"))("upload to a real store with a two-right key", () => {
  let ceph: Ceph;
  let machine: SenderMachine;
  beforeAll(async () => {
    [ceph, machine] = await Promise.all([startCeph({ storeBytes }), createSenderMachine()]);
  });
  afterAll(async () => {
    await ceph?.close();
    await machine?.remove();
  });

  const upload = (...args: readonly string[]) =>
    runCli(["upload", "--json", "--bucket", ceph.bucket, ...args], {
      environment: machine.withKeys(ceph.address, ceph.sender),
      folder: machine.files,
    });

  it(
    `delivers a file of ${bigBytes / mebibyte} MiB with equal SHA-256`,
    { timeout: 900_000 },
    async () => {
      const file = path.join(machine.files, "big.bin");
      await writeBigFile(file, bigBytes);
      const { code, events } = await upload("big.bin");
      expect(code).toBe(0);
      const sha256 = await hashFile(file);
      expect(events[0]).toMatchObject({ state: "delivered", bytes: bigBytes, sha256 });
      expect(await ceph.sha256("big.bin")).toBe(sha256);
    },
  );

  it(
    "goes on after kill -9 at half of a file: sends the missing half, and proves the whole",
    { timeout: 120_000 },
    async () => {
      const mebibytes = 200;
      const partCount = mebibytes / 5;
      const file = path.join(machine.files, "half.bin");
      await writeBigFile(file, mebibytes * mebibyte);
      const ackedParts = async () =>
        (await ceph.requests()).filter(
          ({ line, status }) => /^PUT .*half\.bin\?.*partNumber=/.test(line) && status === 200,
        ).length;
      const store = { address: ceph.address, bucket: ceph.bucket, keys: ceph.sender };
      const first = startUpload(machine, store, ["--limit", "40MiB/s", "half.bin"]);
      const atHalf = async () => (await ackedParts()) >= partCount / 2;
      await waitUntil("half of the parts are acknowledged", atHalf, 60_000);
      const underWay = (await openOf(first.child.pid ?? 0)).sockets;
      await killAfter(first, 0);
      const before = await ackedParts();
      expect(before).toBeLessThan(partCount);

      const second = await upload("half.bin");
      expect(second.code).toBe(0);
      const resumed = uploadWords.resuming(1, 2, "").replaceAll(/\d/g, String.raw`(\d+)`);
      const [, from, of] = new RegExp(resumed).exec(second.stderr) ?? [];
      expect(Number(of)).toBe(partCount);
      expect(Number(from)).toBeGreaterThan(before - underWay);
      expect(Number(from)).toBeLessThanOrEqual(before + 1);
      const sentAgain = (await ackedParts()) - before - (partCount - before);
      expect(sentAgain).toBeLessThanOrEqual(underWay);
      const id = String(second.events[0]?.["receiptId"]);
      const receipt = await runCli(["receipt", id], { environment: machine.environment });
      const [sha256] = execFileSync("sha256sum", [file], { encoding: "utf8" }).split(" ");
      expect(receipt.stdout).toContain(`SHA-256:     ${sha256}`);
      expect(await ceph.sha256("half.bin")).toBe(sha256);
    },
  );

  it(`delivers ${smallFiles} small files, each once and whole`, { timeout: 600_000 }, async () => {
    for (let index = 0; index < smallFiles; index += 1) {
      await machine.write(`many/${String(index).padStart(4, "0")}.txt`, content(index));
    }
    const { code, events } = await upload("many");
    expect(code).toBe(0);
    expect(events.at(-1)).toMatchObject({ delivered: smallFiles, failed: 0, skipped: 0 });
    const sizes = new Map((await ceph.objects()).map(({ key, sizeBytes }) => [key, sizeBytes]));
    for (let index = 0; index < smallFiles; index += 1) {
      const key = `many/${String(index).padStart(4, "0")}.txt`;
      expect(sizes.get(key), key).toBe(content(index).length);
    }
    const sums = new Map(events.map(({ key, sha256 }) => [key, sha256]));
    const isWhole = async (index: number) => {
      const key = `many/${String(index).padStart(4, "0")}.txt`;
      const sha256 = sha256Of(content(index));
      expect(sums.get(key), key).toBe(sha256);
      expect(await ceph.sha256(key), key).toBe(sha256);
    };
    for (let first = 0; first < smallFiles; first += readsAtOnce) {
      await Promise.all(
        Array.from({ length: readsAtOnce }, (_, offset) => isWhole(first + offset)),
      );
    }
  });

  it("delivers a tree whose names are of every alphabet", async () => {
    const names = [
      "tree/Ünïcode/Größe & Co. (1).pdf",
      "tree/日本/納品書 2026.txt",
      "tree/עברית/קובץ.txt",
      "tree/emoji 👩‍👩‍👧/🔑.bin",
      "tree/combining/Cafe\u0301.txt",
      "tree/a+b=c%20d#e?f.txt",
      "tree/'quotes' \"double\" <angle>.xml",
      "tree/ leading and trailing .txt ",
    ];
    for (const [index, name] of names.entries()) await machine.write(name, `content ${index}`);
    const { code } = await upload("tree");
    expect(code).toBe(0);
    for (const [index, name] of names.entries()) {
      const sha256 = sha256Of(Buffer.from(`content ${index}`));
      expect(await ceph.sha256(name.normalize("NFC")), name).toBe(sha256);
    }
  });

  it("asked the store only for lists, puts and multipart puts", async () => {
    const requests = (await ceph.requests()).filter(({ user }) => user === "sender");
    expect(requests.length).toBeGreaterThan(smallFiles);
    const allowed =
      /^(GET \/inbox\/?\?(?=.*list-type=2)|PUT \/inbox\/|POST \/inbox\/[^?]+\?(uploads|uploadId=))/;
    expect(requests.filter(({ line }) => !allowed.test(line))).toEqual([]);
    expect(await ceph.uploads()).toEqual([]);
  });
});
