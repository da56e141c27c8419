import { existsSync, watch } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { someBytes } from "../support/values/bytes.ts";
import {
  checkObjects,
  killAfter,
  printedStates,
  sentTwice,
  standInStore,
  startUpload,
} from "../support/sites/killed-upload.ts";
import { openOf } from "../support/processes/open-files.ts";
import type { RunningCli } from "../support/processes/run-cli.ts";
import { campaignSeeds, randomFrom } from "../support/values/seeds.ts";
import { isFullRun, someOf } from "../support/values/run-size.ts";
import { standInSiteForEach } from "../support/sites/stand-in-site.ts";
import { bucket } from "../support/sites/stand-in-store.ts";
import { waitUntil } from "../support/processes/wait-until.ts";

const site = standInSiteForEach();

interface Work {
  readonly name: string;
  readonly smallFiles: number;
  readonly largeMebibytes: number;
  /** So that a kill within it lands anywhere in the upload. */
  readonly spanMs: number;
}

const works: readonly Work[] = [
  { name: "one large file", smallFiles: 0, largeMebibytes: 40, spanMs: 2_500 },
  { name: "many small files", smallFiles: 300, largeMebibytes: 0, spanMs: 1_500 },
  { name: "small files beside a large one", smallFiles: 60, largeMebibytes: 22, spanMs: 2_000 },
];

/** Freezes the program in the middle of that write to its database's log, and kills it; gives its open sockets then. */
const killAtWrite = async ({ child, ended }: RunningCli, write: number): Promise<number> => {
  const log = path.join(site.machine.home, "state", "state.db-wal");
  await waitUntil("the log of the database", () => existsSync(log), 30_000);
  let writes = 0;
  const frozen = new Promise<void>((resolve) => {
    const watcher = watch(log, () => {
      writes += 1;
      if (writes === write) child.kill("SIGSTOP");
      if (writes >= write) resolve();
    });
    void ended.then(() => watcher.close()).then(resolve); // it may end before
  });
  await frozen;
  const sockets = child.exitCode === null ? (await openOf(child.pid ?? 0)).sockets : 0;
  child.kill("SIGKILL");
  await ended;
  return sockets;
};

const writeFiles = async (work: Work, random: () => number): Promise<readonly string[]> => {
  const names: string[] = [];
  for (let n = 0; n < work.smallFiles; n += 1) {
    names.push(`small-${n}`);
    await site.machine.write(`small-${n}`, someBytes(random() * 0.04, n));
  }
  if (work.largeMebibytes > 0) {
    names.push("large");
    await site.machine.write("large", someBytes(work.largeMebibytes, 7));
  }
  return names;
};

/** Lets one run go to its end, and shows that everything is there, whole and once. */
const finish = async (names: readonly string[]): Promise<void> => {
  const result = await startUpload(site.machine, standInStore(site.s3), names).ended;
  expect(result.stderr).not.toMatch(/^ {4}at /m);
  expect(result.code).toBe(0);
  const states = printedStates(result);
  expect(names.filter((name) => !["delivered", "skipped"].includes(String(states[name])))).toEqual(
    [],
  );
  expect(await checkObjects(site.s3, site.machine, names)).toHaveLength(names.length);
  expect(site.s3.objects(bucket)).toHaveLength(names.length);
};

// In a short run the last one, which has both kinds.
describe.each(someOf(works.toReversed(), 1))("kill -9 during $name", (work) => {
  it.each(campaignSeeds(2, 70))("at a random moment (seed %i)", async (seed) => {
    const random = randomFrom(seed);
    const names = await writeFiles(work, random);
    site.s3.reshape({ answerDelayMs: 10, connectionBytesPerSecond: 6_000_000 });
    const running = startUpload(site.machine, standInStore(site.s3), names);
    // Its start is no part of the upload.
    await waitUntil("the first request", () => site.s3.log.length > 0, 30_000);
    const atMs = random() * work.spanMs;
    const ended = await Promise.race([running.ended.then(() => true), wait(atMs, false)]);
    // Each connection carries one request, and holds it until its answer is on disk.
    const underWay = await site.s3.connectionCount();
    if (!ended) running.child.kill("SIGKILL");
    await running.ended;
    site.s3.reshape({ answerDelayMs: 0, connectionBytesPerSecond: null });
    const isQuiet = async () => (await site.s3.connectionCount()) === 0;
    await waitUntil("the cut requests are over", isQuiet);
    await checkObjects(site.s3, site.machine, names);
    await finish(names);
    expect(sentTwice(site.s3, "UploadPart")).toBeLessThanOrEqual(underWay);
    expect(sentTwice(site.s3, "PutObject")).toBe(0);
  });
});

describe("kill -9 during Complete", () => {
  it.each(campaignSeeds(2, 30))("sends no part again (seed %i)", async (seed) => {
    const random = randomFrom(seed);
    await site.machine.write("large", someBytes(22, 7));
    site.s3.inject({ operation: "CompleteMultipartUpload", does: { kind: "delay", ms: 400 } });
    const running = startUpload(site.machine, standInStore(site.s3), ["large"]);
    const isCompleting = () =>
      site.s3.log.some(({ operation }) => operation === "CompleteMultipartUpload");
    await waitUntil("Complete", isCompleting, 30_000);
    await killAfter(running, random() * 600);
    await waitUntil("Complete is over", async () => (await site.s3.connectionCount()) === 0);
    // The store does what it was asked for after 400 ms, or never: nothing tells which.
    await wait(500);
    await finish(["large"]);
    expect(sentTwice(site.s3, "UploadPart")).toBe(0);
  });
});

describe("kill -9 during the database's commit", () => {
  it.each(campaignSeeds(2, 30))(
    "loses nothing that counted, and sends nothing twice but what was under way (seed %i)",
    async (seed) => {
      const random = randomFrom(seed);
      const names = await writeFiles(
        { name: "", smallFiles: 150, largeMebibytes: 44, spanMs: 0 },
        random,
      );
      site.s3.reshape({ answerDelayMs: 10, connectionBytesPerSecond: 12_000_000 });
      const running = startUpload(site.machine, standInStore(site.s3), names);
      const underWay = await killAtWrite(running, Math.ceil(random() * 30));
      expect(running.child.signalCode).toBe("SIGKILL");
      site.s3.reshape({ answerDelayMs: 0, connectionBytesPerSecond: null });
      const isQuiet = async () => (await site.s3.connectionCount()) === 0;
      await waitUntil("the cut requests are over", isQuiet);
      await checkObjects(site.s3, site.machine, names);
      await finish(names);
      expect(sentTwice(site.s3, "UploadPart")).toBeLessThanOrEqual(underWay);
      expect(sentTwice(site.s3, "PutObject")).toBe(0);
    },
  );
});

describe("kill -9 again and again", () => {
  const kills = isFullRun ? 6 : 3;

  it.each(campaignSeeds(1, 1))(
    "gets a large file through, each part once but for those under way (seed %i)",
    async (seed) => {
      const random = randomFrom(seed);
      await site.machine.write("large", someBytes(60, 7));
      site.s3.reshape({ answerDelayMs: 5, connectionBytesPerSecond: 5_000_000 });
      let allowed = 0;
      for (let run = 0; run < kills; run += 1) {
        const before = site.s3.log.length;
        const running = startUpload(site.machine, standInStore(site.s3), ["large"]);
        await waitUntil("a request", () => site.s3.log.length > before, 30_000);
        // The moment of the kill is the subject.
        await wait(300 + random() * 900);
        allowed += await site.s3.connectionCount();
        await killAfter(running, 0);
        await waitUntil("all is cut", async () => (await site.s3.connectionCount()) === 0);
      }
      site.s3.reshape({ answerDelayMs: 0, connectionBytesPerSecond: null });
      await finish(["large"]);
      expect(sentTwice(site.s3, "UploadPart")).toBeLessThanOrEqual(allowed);
      expect(
        site.s3.log.filter(
          ({ operation, status }) => operation === "CreateMultipartUpload" && status === 200,
        ).length,
      ).toBeLessThanOrEqual(2);
    },
  );
});
