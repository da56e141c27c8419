import { mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fail, ok } from "../../../src/domain/result.ts";
import { createDiskFileSource } from "../../../src/services/adapters/disk/disk-file-source.ts";
import { createTestQueue, requestFor } from "../../support/fakes/upload-queue.ts";
import { sha256Of, someBytes } from "../../support/values/bytes.ts";
import { valueOf } from "../../support/values/value-of.ts";

const bytes = someBytes(22);

let folder = "";
let file = "";
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "single-pass-"));
  file = path.join(folder, "large");
  await writeFile(file, bytes);
});
afterEach(() => rm(folder, { recursive: true }));

const writtenBefore = async (seconds: number) => {
  const time = new Date(Date.now() - seconds * 1_000);
  await utimes(file, time, time);
};

/** A queue that sends from the disk, and the bytes that it has read beside the pass. */
const setUp = () => {
  const disk = createDiskFileSource();
  let readBytes = 0;
  const test = createTestQueue({
    files: {
      ...disk,
      digest: (...params) => {
        readBytes += bytes.length;
        return disk.digest(...params);
      },
      open: async (name) => {
        const opened = valueOf(await disk.open(name));
        return ok({
          ...opened,
          read: (buffer, position) => {
            readBytes += buffer.length;
            return opened.read(buffer, position);
          },
          readWithChecksum: (buffer, ...params) => {
            readBytes += buffer.length;
            return opened.readWithChecksum(buffer, ...params);
          },
        });
      },
    },
  });
  const send = async () => {
    const [row] = await test.sendAll(requestFor(file));
    await test.queue.stop();
    return row;
  };
  const arrived = () => test.store.objects.get(file.slice(1))?.bytes;
  return { ...test, send, arrived, readBytes: () => readBytes };
};

describe("a large file with a SHA-256", () => {
  it("is read once less where it was not written a moment ago", async () => {
    await writtenBefore(90);
    const { send, readBytes } = setUp();
    expect(await send()).toMatchObject({ state: "delivered", sha256: sha256Of(bytes) });
    const once = readBytes();
    await writtenBefore(30);
    const fresh = setUp();
    expect(await fresh.send()).toMatchObject({ state: "delivered", sha256: sha256Of(bytes) });
    expect(once).toBeLessThanOrEqual(fresh.readBytes() - bytes.length);
  });

  it("arrives whole when parts have to be sent again", async () => {
    await writtenBefore(3_600);
    const { send, store, arrived } = setUp();
    const { uploadPart } = store;
    const refused = new Set<number>();
    store.uploadPart = async (params) => {
      const { partNumber } = params;
      if (partNumber % 2 === 0 || refused.has(partNumber)) return uploadPart(params);
      refused.add(partNumber);
      return fail({ code: "SlowDown" });
    };
    expect(await send()).toMatchObject({ state: "delivered", sha256: sha256Of(bytes) });
    expect(refused.size).toBeGreaterThan(1);
    expect(Buffer.compare(arrived() ?? Buffer.alloc(0), bytes)).toBe(0);
  });

  it("is not delivered when it is written to meanwhile", async () => {
    await writtenBefore(3_600);
    const { send, store } = setUp();
    const { uploadPart } = store;
    store.uploadPart = async (params) => {
      if (params.partNumber === 2) await writeFile(file, someBytes(22, 5));
      return uploadPart(params);
    };
    expect(await send()).toMatchObject({ state: "failed", error: { code: "FileChanged" } });
    expect(store.objects.size).toBe(0);
  });
});
