import { isWholeFolder } from "../../../src/domain/packed-folder.ts";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { ok } from "../../../src/domain/result.ts";
import type { FolderEntry } from "../../../src/domain/folder-entry.ts";
import { readAhead, type ListFolder } from "../../../src/services/browser/read-ahead.ts";

const entry = (name: string): FolderEntry => ({
  name,
  isUtf8: true,
  kind: "file",
  isLink: false,
  sizeBytes: 0,
  mtimeMs: 0,
  hasDetails: false,
});

const namesOf = async (list: ListFolder, folder: string, signal = new AbortController().signal) => {
  const names: string[] = [];
  for await (const chunk of list(folder, signal)) {
    if (chunk.ok && !isWholeFolder(chunk.value)) names.push(...chunk.value.map(({ name }) => name));
  }
  return names;
};

/** A disk that gives two chunks of each folder, and notes who asked for what. */
const createDisk = () => {
  const asked: string[] = [];
  const list: ListFolder = async function* (folder, signal) {
    asked.push(folder);
    yield ok([entry(`${folder}-1`)]);
    await Promise.resolve();
    signal.throwIfAborted();
    yield ok([entry(`${folder}-2`)]);
  };
  return { asked, list };
};

const endless: ListFolder = async function* (_, signal) {
  yield ok([entry("first")]);
  if (!signal.aborted) await once(signal, "abort");
  signal.throwIfAborted();
};

describe("reading ahead", () => {
  it("reads before anybody asks, and gives what was read to the first who does", async () => {
    const { asked, list } = createDisk();
    const ahead = readAhead(list, list, "start");
    await Promise.resolve();
    expect(asked).toEqual(["start"]);
    expect(await namesOf(ahead, "start")).toEqual(["start-1", "start-2"]);
    expect(asked).toEqual(["start"]);
    expect(await namesOf(ahead, "start")).toEqual(["start-1", "start-2"]);
    expect(asked).toEqual(["start", "start"]);
  });

  it("gives chunks as they come, also to one who asks early", async () => {
    const gate = Promise.withResolvers<void>();
    const list: ListFolder = async function* () {
      yield ok([entry("first")]);
      await gate.promise;
      yield ok([entry("late")]);
    };
    const ahead = readAhead(list, list, "start");
    const chunks = ahead("start", new AbortController().signal)[Symbol.asyncIterator]();
    expect((await chunks.next()).value).toMatchObject({ value: [{ name: "first" }] });
    gate.resolve();
    expect((await chunks.next()).value).toMatchObject({ value: [{ name: "late" }] });
    expect((await chunks.next()).done).toBe(true);
  });

  it("lists another folder as ever, and stops reading ahead", async () => {
    const { list } = createDisk();
    const signals: AbortSignal[] = [];
    const early: ListFolder = (folder, signal) => {
      signals.push(signal);
      return list(folder, signal);
    };
    const ahead = readAhead(early, list, "start");
    expect(await namesOf(ahead, "other")).toEqual(["other-1", "other-2"]);
    expect(signals[0]?.aborted).toBe(true);
  });

  it("fails where the list would have failed, and with the reason of an abort", async () => {
    const reason = new Error("left the folder");
    const stop = new AbortController();
    const ahead = readAhead(endless, endless, "start");
    const names = namesOf(ahead, "start", stop.signal);
    stop.abort(reason);
    await expect(names).rejects.toBe(reason);
  });
});
