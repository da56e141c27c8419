import { existsSync } from "node:fs";
import { mkdtemp, open, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { crc32 } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDiskFileSource } from "../../../../src/services/adapters/disk/disk-file-source.ts";
import { hasTrueSize, readToEnd } from "../../../../src/services/adapters/disk/untrue-size.ts";
import { valueOf } from "../../../support/values/value-of.ts";

// Sizes of 0 and of 4,096, whatever is in them.
const liars = ["/proc/version", "/proc/self/status", "/sys/devices/system/cpu/online"].filter(
  (file) => existsSync(file),
);

describe.runIf(process.platform === "linux")("a file that does not tell its size", () => {
  const files = createDiskFileSource();

  it.each(liars)("is opened with the size that it has: %s", async (name) => {
    const stated = valueOf(await files.fingerprint(name));
    const content = await readFile(name);
    const file = valueOf(await files.open(name));
    expect(stated.sizeBytes).not.toBe(content.length);
    expect(file.opened.sizeBytes).toBeGreaterThan(0);
    expect(valueOf(await file.fingerprint())).toEqual(file.opened);
    const buffer = new Uint8Array(file.opened.sizeBytes);
    const read = valueOf(await file.readWithChecksum(buffer, 0));
    expect(read).toEqual({ bytes: buffer.length, crc32: crc32(buffer) });
    expect(valueOf(await file.read(new Uint8Array(9), buffer.length - 2))).toBe(2);
    await file.close();
    // What is read does not change between two reads, whatever the system makes up meanwhile.
    if (name === "/proc/version") expect(Buffer.from(buffer)).toEqual(content);
  });

  it.each(liars)("is read as longer or shorter than it says: %s", async (name) => {
    const { sizeBytes } = valueOf(await files.fingerprint(name));
    const { readBytes, isLonger } = valueOf(
      await files.readEntire(name, new Uint8Array(sizeBytes)),
    );
    expect(isLonger || readBytes < sizeBytes).toBe(true);
  });
});

describe("the size of a file on a disk", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "s3-sftp-size-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const opened = async (bytes: number) => {
    const name = path.join(folder, String(bytes));
    await writeFile(name, Buffer.alloc(bytes, 7));
    return open(name);
  };

  it.each([0, 1, 2, 70_000])("is true: %i bytes", async (bytes) => {
    const file = await opened(bytes);
    expect(await hasTrueSize(file, bytes)).toBe(true);
    expect(await hasTrueSize(file, bytes + 1)).toBe(false);
    if (bytes > 0) expect(await hasTrueSize(file, bytes - 1)).toBe(false);
    await file.close();
  });

  it.each([
    [0, 0],
    [10, 10],
    [65_536, 65_536],
    [70_000, 70_000],
    [70_000, 69_999],
    [65_536, 65_535],
    [200_000, 65_536],
  ])("of %i bytes is read to its end, up to %i", async (bytes, maxBytes) => {
    const file = await opened(bytes);
    const read = await readToEnd(file, maxBytes);
    expect(read?.length ?? null).toBe(bytes <= maxBytes ? bytes : null);
    await file.close();
  });
});
