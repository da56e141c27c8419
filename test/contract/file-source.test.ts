import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { crc32 } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createDiskFileSource } from "../../src/services/adapters/disk/disk-file-source.ts";
import { LocalDisk } from "../../src/services/adapters/disk/local-disk.ts";
import { unpackFolder } from "../../src/domain/packed-folder.ts";
import type { FolderEntry } from "../../src/domain/folder-entry.ts";
import type { FileSource, OpenFile } from "../../src/services/ports/file-source.ts";
import { createMemoryFileSource } from "../support/fakes/memory-file-source.ts";
import { sha256Of, someBytes } from "../support/values/bytes.ts";
import { valueOf } from "../support/values/value-of.ts";

let root = "";
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "file-source-"));
});
afterEach(() => rmSync(root, { recursive: true }));

const at = (name: string) => path.join(root, name);

const given = <T>(answer: T | null): T => {
  if (answer === null) throw new Error("the pass has gone by");
  return answer;
};

const shared = (sizeBytes: number) => new Uint8Array(new SharedArrayBuffer(sizeBytes));

const abortable = () => {
  const controller = new AbortController();
  return { signal: controller.signal, abort: (reason: Error) => controller.abort(reason) };
};

type Write = (name: string, bytes: Uint8Array) => void;

const writeToDisk: Write = (name, bytes) => {
  mkdirSync(path.dirname(at(name)), { recursive: true });
  writeFileSync(at(name), bytes);
};

const adapters: readonly (readonly [string, () => { files: FileSource; write: Write }])[] = [
  [
    "memory",
    () => {
      const files = createMemoryFileSource();
      return { files, write: (name, bytes) => files.write(path.join(root, name), bytes) };
    },
  ],
  ["disk", () => ({ files: createDiskFileSource(), write: writeToDisk })],
  [
    "disk, by threads",
    () => ({
      files: createDiskFileSource(new LocalDisk(() => Promise.resolve(false))),
      write: writeToDisk,
    }),
  ],
];

const collect = async (files: FileSource, folder: string): Promise<readonly FolderEntry[]> => {
  const entries: FolderEntry[] = [];
  for await (const chunk of files.list(folder, AbortSignal.timeout(20_000)))
    entries.push(...valueOf(chunk));
  return entries.toSorted((a, b) => a.name.localeCompare(b.name));
};

describe.each(adapters)("a file source: %s", (_name, create) => {
  const bytes = new Uint8Array(3_000).map((_, index) => index % 251);
  let files: FileSource;
  let write: Write;
  beforeEach(() => {
    ({ files, write } = create());
    write("a.bin", bytes);
    write("deep/b.txt", bytes.subarray(0, 10));
  });

  it("reads by position, and gives fewer bytes only at the end", async () => {
    const file = valueOf(await files.open(at("a.bin")));
    const buffer = new Uint8Array(1_000);
    expect(valueOf(await file.read(buffer, 500))).toBe(1_000);
    expect(buffer).toEqual(bytes.subarray(500, 1_500));
    expect(valueOf(await file.read(buffer, 2_600))).toBe(400);
    expect(valueOf(await file.read(buffer, 3_000))).toBe(0);
    await file.close();
  });

  it("sums what it reads, piece after piece, small and large", async () => {
    const large = Buffer.alloc(1_000_000, "sums of many bytes ");
    write("large.bin", large);
    const file = valueOf(await files.open(at("large.bin")));
    for (const chunkBytes of [300_000, 70_001, 2_000_000]) {
      const buffer = new Uint8Array(chunkBytes);
      let [read, sum] = [0, 0];
      for (let more = true; more;) {
        const piece = valueOf(await file.readWithChecksum(buffer, read, sum));
        expect(buffer.subarray(0, piece.bytes)).toEqual(
          new Uint8Array(large.subarray(read, read + piece.bytes)),
        );
        more = piece.bytes > 0;
        [read, sum] = [read + piece.bytes, piece.crc32];
      }
      expect([read, sum]).toEqual([large.length, crc32(large)]);
    }
    await file.close();
  });

  it("reads a small file at one go, as far as the buffer takes it or the file goes", async () => {
    const fingerprint = valueOf(await files.fingerprint(at("a.bin")));
    for (const [roomBytes, readBytes, isLonger] of [
      [3_000, 3_000, false],
      [1_000, 1_000, true],
      [4_000, 3_000, false],
      [0, 0, true],
    ] as const) {
      const buffer = new Uint8Array(roomBytes);
      const read = valueOf(await files.readEntire(at("a.bin"), buffer));
      expect(read).toEqual({ opened: fingerprint, after: fingerprint, readBytes, isLonger });
      expect(buffer.subarray(0, readBytes)).toEqual(bytes.subarray(0, readBytes));
    }
  });

  it("gives one fingerprint for the path and the open file, another after a change", async () => {
    const before = valueOf(await files.fingerprint(at("a.bin")));
    const file = valueOf(await files.open(at("a.bin")));
    expect(file.opened).toEqual(before);
    expect(valueOf(await file.fingerprint())).toEqual(before);
    expect(before.sizeBytes).toBe(3_000);
    write("a.bin", bytes.subarray(0, 100));
    expect(valueOf(await files.fingerprint(at("a.bin")))).not.toEqual(before);
    expect(file.opened, "a look of its own moment").toEqual(before);
    await file.close();
  });

  it("sums the whole file", async () => {
    const signal = AbortSignal.timeout(20_000);
    expect(valueOf(await files.digest(at("a.bin"), signal))).toEqual({
      sha256: createHash("sha256").update(bytes).digest("hex"),
      crc32: crc32(bytes),
      sizeBytes: 3_000,
    });
  });

  describe("in a single pass", () => {
    const large = someBytes(7);
    const sums = {
      sha256: sha256Of(large),
      crc32: crc32(large),
      sizeBytes: large.length,
    };
    let file: OpenFile;
    const start = (signal = abortable().signal) => {
      if (!file.startDigest) throw new Error("no thread reads this file");
      return file.startDigest(signal);
    };
    const crcOf = (from: number, to: number) => crc32(large.subarray(from, to));
    beforeEach(async () => {
      write("large.bin", large);
      file = valueOf(await files.open(at("large.bin")));
    });
    afterEach(() => file.close());

    it("fills what is asked for in order, and sums the file with it", async () => {
      const digest = start();
      const buffers = [shared(3_000_000), shared(1_000_000), shared(3_340_032)];
      let at = 0;
      const reads = buffers.map((buffer) => {
        const from = at;
        at += buffer.length;
        return { from, read: digest.fill(buffer, from) };
      });
      for (const [n, { from, read }] of reads.entries()) {
        const buffer = buffers[n] ?? shared(0);
        const to = from + buffer.length;
        expect(valueOf(await given(read))).toEqual({
          bytes: buffer.length,
          crc32: crcOf(from, to),
        });
        expect(Buffer.from(buffer).equals(large.subarray(from, to))).toBe(true);
      }
      expect(at).toBe(large.length);
      expect(valueOf(await digest.finish())).toEqual(sums);
    });

    it("sums what is asked for in order, and what nobody has asked for", async () => {
      const digest = start();
      expect(valueOf(await given(digest.sum(0, 1_000))).crc32).toBe(crcOf(0, 1_000));
      await given(digest.fill(shared(1_000), 500_000));
      expect(valueOf(await given(digest.sum(501_000, 2_000_000))).crc32).toBe(
        crcOf(501_000, 2_501_000),
      );
      expect(valueOf(await digest.finish())).toEqual(sums);
    });

    it("gives nothing that it has gone by", async () => {
      const digest = start();
      const after = shared(1_000);
      await digest.fill(after, 5_000_000);
      expect(digest.fill(shared(1_000), 4_999_999)).toBeNull();
      expect(digest.sum(0, 10)).toBeNull();
      expect(Buffer.from(after).equals(large.subarray(5_000_000, 5_001_000))).toBe(true);
      expect(valueOf(await digest.finish())).toEqual(sums);
    });

    it("gives fewer bytes at the end of the file", async () => {
      const digest = start();
      const from = large.length - 10;
      const buffer = shared(1_000);
      expect(valueOf(await given(digest.fill(buffer, from)))).toEqual({
        bytes: 10,
        crc32: crcOf(from, large.length),
      });
      expect(valueOf(await given(digest.sum(from + buffer.length, 10))).bytes).toBe(0);
      expect(valueOf(await digest.finish())).toEqual(sums);
    });

    it("ends with the signal's reason, and fills nothing afterwards", async () => {
      const { signal, abort } = abortable();
      const digest = start(signal);
      const buffers = [shared(3_000_000), shared(3_000_000)];
      const reads = buffers.map((buffer, n) => given(digest.fill(buffer, n * 3_000_000)));
      const reason = new Error("enough");
      abort(reason);
      await expect(digest.finish()).rejects.toBe(reason);
      // What was asked for is answered, so that nobody else has its memory before.
      const ends = await Promise.allSettled(reads);
      expect(ends.at(-1)).toEqual({ status: "rejected", reason });
      expect(() => digest.fill(shared(1_000), 6_000_000)).toThrow(reason);
      for (const buffer of buffers) buffer.fill(1);
      expect(valueOf(await files.digest(at("large.bin"), abortable().signal))).toEqual(sums);
      expect(buffers.every((buffer) => buffer.every((byte) => byte === 1))).toBe(true);
    });
  });

  it("says what is not there, and what is a folder", async () => {
    const gone = { ok: false, error: { code: "FileVanished", path: at("gone") } };
    const folder = { ok: false, error: { code: "NotAFile", path: at("deep"), is: "folder" } };
    expect(await files.open(at("gone"))).toEqual(gone);
    expect(await files.readEntire(at("gone"), new Uint8Array(9))).toEqual(gone);
    expect(await files.fingerprint(at("gone"))).toEqual(gone);
    expect(await files.kind(at("gone"))).toEqual(gone);
    expect(await files.digest(at("gone"), AbortSignal.timeout(20_000))).toEqual(gone);
    expect(await files.open(at("deep"))).toEqual(folder);
    expect(await files.readEntire(at("deep"), new Uint8Array(9))).toEqual(folder);
    expect(await files.fingerprint(at("deep"))).toEqual(folder);
    expect(valueOf(await files.kind(at("deep")))).toBe("folder");
    expect(valueOf(await files.kind(at("a.bin")))).toBe("file");
  });

  it("lists names and kinds first, sizes when asked", async () => {
    const entries = await collect(files, root);
    expect(entries.map(({ name, kind, hasDetails }) => [name, kind, hasDetails])).toEqual([
      ["a.bin", "file", false],
      ["deep", "folder", false],
    ]);
    const details = await files.details(root, ["a.bin", "deep"], AbortSignal.timeout(20_000));
    expect(details.map(({ name, sizeBytes, hasDetails }) => [name, sizeBytes, hasDetails])).toEqual(
      [
        ["a.bin", 3_000, true],
        ["deep", 0, true],
      ],
    );
  });

  it("gives a folder as a whole, sorted, with the same entries", async () => {
    write("Zoo/c.txt", bytes);
    write("B.bin", bytes);
    const whole = valueOf(await files.listAll(root, AbortSignal.timeout(20_000)));
    expect(unpackFolder(whole).map(({ name }) => name)).toEqual(["deep", "Zoo", "a.bin", "B.bin"]);
    expect(new Set(unpackFolder(whole))).toEqual(new Set(await collect(files, root)));
    expect(await files.listAll(at("gone"), AbortSignal.timeout(20_000))).toEqual({
      ok: false,
      error: { code: "FileVanished", path: at("gone") },
    });
  });

  it("stops with the signal's reason", async () => {
    const reason = new Error("enough");
    const signal = AbortSignal.abort(reason);
    await expect(files.digest(at("a.bin"), signal)).rejects.toBe(reason);
    await expect(files.details(root, ["a.bin"], signal)).rejects.toBe(reason);
    const listing = async () => {
      for await (const chunk of files.list(root, signal)) valueOf(chunk);
    };
    await expect(listing()).rejects.toBe(reason);
    await expect(files.listAll(root, signal)).rejects.toBe(reason);
  });
});
