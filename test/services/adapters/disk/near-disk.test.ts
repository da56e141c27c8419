import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { NearDisk } from "../../../../src/services/adapters/disk/near-disk.ts";

const file = path.join(tmpdir(), "a");

/** Asks once, and tells which way it went. */
const way = (disk: NearDisk, work: () => void = () => undefined): Promise<string> =>
  disk.ask(
    file,
    () => {
      work();
      return "direct";
    },
    () => Promise.resolve("aside"),
  );

const wait = (ms: number): void => {
  const endMs = performance.now() + ms;
  while (performance.now() < endMs);
};

it.runIf(existsSync("/dev/shm"))("asks at once what lies in this machine's memory", async () => {
  const disk = new NearDisk();
  const answer = disk.ask(
    "/dev/shm/a",
    () => "direct",
    () => Promise.resolve("aside"),
  );
  expect(await answer).toBe("direct");
});

it("leaves to threads what is on a network, what is of no known kind, and what is not there", async () => {
  expect(await way(new NearDisk(() => Promise.resolve(false)))).toBe("aside");
  const disk = new NearDisk();
  const asked = (where: string) =>
    disk.ask(
      where,
      () => "direct",
      () => Promise.resolve("aside"),
    );
  expect(await asked("/not/there/at/all")).toBe("aside");
  if (process.platform === "linux") expect(await asked("/proc/self/status")).toBe("aside");
});

it("leaves to threads for a while what follows a slow answer, be it an error", async () => {
  const disk = new NearDisk(() => Promise.resolve(true));
  const slow = way(disk, () => {
    wait(4);
    throw new Error("no such file");
  });
  await expect(slow).rejects.toThrow("no such file");
  const ways: string[] = [];
  for (let count = 0; count < 65; count += 1) ways.push(await way(disk));
  expect(new Set(ways.slice(0, 64))).toEqual(new Set(["aside"]));
  expect(ways[64]).toBe("direct");
});

it("leaves links to threads", async () => {
  const disk = new NearDisk(() => Promise.resolve(true));
  const answer = disk.ask(
    file,
    () => null,
    () => Promise.resolve("aside"),
  );
  expect(await answer).toBe("aside");
});

it("looks once at each folder, however many ask at the same time", async () => {
  const looked: string[] = [];
  const disk = new NearDisk(async (folder) => {
    looked.push(folder);
    return true;
  });
  await Promise.all([way(disk), way(disk), way(disk)]);
  expect(looked).toEqual([tmpdir()]);
});
