import { existsSync } from "node:fs";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { createDiskFileSource } from "../../../../src/services/adapters/disk/disk-file-source.ts";
import { LocalDisk } from "../../../../src/services/adapters/disk/local-disk.ts";
import { valueOf } from "../../../support/values/value-of.ts";

const file = path.join(tmpdir(), "a");

/** Asks once, and tells which way it went. `work` is done on the direct way. */
const way = async (
  disk: LocalDisk,
  work: () => void = () => undefined,
  about: string = file,
): Promise<string> =>
  disk.ask(
    about,
    () => {
      work();
      return "direct";
    },
    () => Promise.resolve("aside"),
  );

/** All is near, and takes as long as `work` says. */
const timedDisk = () => {
  let nowMs = 0;
  const disk = new LocalDisk(
    () => Promise.resolve(true),
    () => nowMs,
  );
  return {
    disk,
    work: (ms: number): void => {
      nowMs += ms;
    },
  };
};

it.runIf(existsSync("/dev/shm"))("asks at once what lies in this machine's memory", async () => {
  expect(await way(new LocalDisk(), undefined, "/dev/shm/a")).toBe("direct");
});

it("leaves to threads what is on a network, what is of no known kind, and what is not there", async () => {
  expect(await way(new LocalDisk(() => Promise.resolve(false)))).toBe("aside");
  const disk = new LocalDisk();
  const asked = (where: string) => way(disk, undefined, where);
  expect(await asked("/not/there/at/all")).toBe("aside");
  if (process.platform === "linux") expect(await asked("/proc/self/status")).toBe("aside");
});

it("leaves to threads for a while what follows a slow answer, be it an error", async () => {
  const { disk, work } = timedDisk();
  const slow = way(disk, () => {
    work(4);
    throw new Error("no such file");
  });
  await expect(slow).rejects.toThrow("no such file");
  const ways: string[] = [];
  for (let count = 0; count < 9; count += 1) ways.push(await way(disk));
  expect(new Set(ways.slice(0, 8))).toEqual(new Set(["aside"]));
  expect(ways[8]).toBe("direct");
});

it("leaves more to threads each time that it is slow again: up to 64, until it is quick", async () => {
  const { disk, work } = timedDisk();
  const slow = () => work(4);
  const counts: number[] = [];
  let aside = 0;
  for (let asked = 0; asked < 300; asked += 1) {
    if ((await way(disk, slow)) === "aside") aside += 1;
    else {
      counts.push(aside);
      aside = 0;
    }
  }
  expect(counts).toEqual([0, 8, 16, 32, 64, 64, 64]);
  while ((await way(disk)) === "aside");
  await way(disk, slow);
  for (aside = 0; (await way(disk)) === "aside"; aside += 1);
  expect(aside).toBe(8);
});

it("leaves links to threads", async () => {
  const disk = new LocalDisk(() => Promise.resolve(true));
  const answer = disk.ask(
    file,
    () => null,
    () => Promise.resolve("aside"),
  );
  expect(await answer).toBe("aside");
});

it.each([1, 20])("gives the rest of the program a turn, when %i ask at a time", async (atOnce) => {
  const { disk, work } = timedDisk();
  let turns = 0;
  let isAsking = true;
  const count = () => {
    turns += 1;
    if (isAsking) setImmediate(count);
  };
  setImmediate(count);
  const askInTurn = async () => {
    for (let asked = 0; asked < 60 / atOnce; asked += 1) await way(disk, () => work(1));
  };
  await Promise.all(Array.from({ length: atOnce }, askInTurn));
  isAsking = false;
  // 60 ms of looks, in pieces of some 8.
  expect(turns).toBeGreaterThanOrEqual(4);
});

it("neither looks along a link nor reads along it at once: the way may lead to a disk that is away", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "near-disk-"));
  await writeFile(path.join(folder, "file"), "abc");
  await symlink("file", path.join(folder, "link"));
  const answers: unknown[] = [];
  const disk = new LocalDisk(() => Promise.resolve(true));
  disk.ask = (_, direct, aside) => {
    answers.push(direct());
    return aside();
  };
  const files = createDiskFileSource(disk);
  const buffer = new Uint8Array(3);
  const link = path.join(folder, "link");
  expect(valueOf(await files.fingerprint(link)).sizeBytes).toBe(3);
  expect(valueOf(await files.readEntire(link, buffer)).readBytes).toBe(3);
  expect(answers).toEqual([null, null]);
  expect(Buffer.from(buffer).toString()).toBe("abc");
  await rm(folder, { recursive: true });
});

it("looks once at each folder, however many ask at the same time", async () => {
  const looked: string[] = [];
  const disk = new LocalDisk(async (folder) => {
    looked.push(folder);
    return true;
  });
  await Promise.all([way(disk), way(disk), way(disk)]);
  expect(looked).toEqual([tmpdir()]);
});
