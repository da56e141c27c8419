import { chmod, link, mkdtemp, open, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createDiskFileSource } from "../../../src/services/adapters/disk/disk-file-source.ts";
import { ok } from "../../../src/domain/result.ts";
import type { FileSource } from "../../../src/services/ports/file-source.ts";
import { createMemoryFileSource } from "../../support/fakes/memory-file-source.ts";
import { createTestQueue, requestFor } from "../../support/fakes/upload-queue.ts";
import { sha256Of, someBytes } from "../../support/values/bytes.ts";
import { valueOf } from "../../support/values/value-of.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "s3-sftp-touched-"));
});
afterEach(() => rm(folder, { recursive: true }));

const old = new Date(Date.now() - 3_600_000);

/** A file that nobody has written to for an hour, at a queue that reads the real disk. */
const prepare = async (mebibytes: number, withSha256: boolean) => {
  const file = path.join(folder, "export.bin");
  const bytes = someBytes(mebibytes);
  await writeFile(file, bytes);
  await utimes(file, old, old);
  return { file, bytes, site: createTestQueue({ files: createDiskFileSource(), withSha256 }) };
};

/** As `rsync --inplace --times` does: other bytes in the same file, and its time put back. */
const rewrite = async (file: string, bytes: Uint8Array) => {
  const handle = await open(file, "r+");
  await handle.write(bytes, 0, bytes.length, 0);
  await handle.close();
  await utimes(file, old, old);
};

describe.each([true, false])("a file in parts, with SHA-256: %s", (withSha256) => {
  /** Does something to the file when the first part has come. */
  const sendWhile = async (change: (file: string) => Promise<void>) => {
    const { file, bytes, site } = await prepare(22, withSha256);
    const { uploadPart } = site.store;
    let changing: Promise<void> | null = null;
    site.store.uploadPart = async (params) => {
      const sent = await uploadPart(params);
      changing ??= change(file);
      await changing;
      return sent;
    };
    const [row] = await site.sendAll(requestFor(file));
    await site.queue.stop();
    return { row, file, bytes, store: site.store };
  };

  it("that is rewritten in place, and has its time put back, is no delivery", async () => {
    const { row, store, file } = await sendWhile((at) => rewrite(at, someBytes(22, 9)));
    expect((await stat(file)).mtimeMs).toBe(old.getTime());
    expect(row).toMatchObject({ state: "failed", error: { code: "FileChanged" } });
    expect(store.objects.size).toBe(0);
  });

  it.each<[string, (file: string) => Promise<void>]>([
    ["gets another mode", (file) => chmod(file, 0o640)],
    ["gets a second name, by a backup", (file) => link(file, `${file}.backup`)],
    ["is rewritten with what it has", (file) => rewrite(file, someBytes(22))],
  ])("that %s is delivered", async (_, change) => {
    const { row, bytes, file, store } = await sendWhile(change);
    expect(row?.state).toBe("delivered");
    expect(store.sha256(file.slice(1))).toBe(sha256Of(bytes));
  });
});

/** Files that are touched while they are read, so many times. */
const touchedFiles = (times: number) => {
  const files = createMemoryFileSource();
  let left = times;
  let changedMs = 1;
  const touch = () => {
    if (left > 0) changedMs += 1;
    left -= 1;
    return changedMs;
  };
  const touched: FileSource = {
    ...files,
    readEntire: async (at, buffer) => {
      const read = valueOf(await files.readEntire(at, buffer));
      const opened = { ...read.opened, changedMs };
      return ok({ ...read, opened, after: { ...read.after, changedMs: touch() } });
    },
    open: async (at) => {
      const file = valueOf(await files.open(at));
      return ok({
        ...file,
        opened: { ...file.opened, changedMs },
        fingerprint: async () => ok({ ...valueOf(await file.fingerprint()), changedMs: touch() }),
      });
    },
  };
  return { files, touched };
};

describe.each([0.1, 1])("a file that is one body of %d MiB", (mebibytes) => {
  it.each([
    [0, "delivered"],
    [1, "delivered"],
    [99, "failed"],
  ])("and is touched %i times while it is read, is %s", async (times, state) => {
    const { files, touched } = touchedFiles(times);
    files.write("/data/a", someBytes(mebibytes));
    const site = createTestQueue({ files: touched });
    const [row] = await site.sendAll(requestFor("/data/a"));
    expect(row?.state).toBe(state);
    expect(site.store.objects.size).toBe(state === "delivered" ? 1 : 0);
    await site.queue.stop();
  });
});
