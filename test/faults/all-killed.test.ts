import { readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startCeph, type Ceph } from "../support/processes/ceph.ts";
import { componentMissing } from "../support/processes/components.ts";
import { waitUntil } from "../support/processes/wait-until.ts";
import { openKillSite, type KillSite } from "../support/sites/kill-site.ts";
import { killAfter, printedStates } from "../support/sites/killed-upload.ts";
import { askReady } from "../support/sites/log-traffic.ts";
import { sha256Of, someBytes } from "../support/values/bytes.ts";
import { isCampaign, isFullRun, someOf } from "../support/values/run-size.ts";
import { campaignSeeds, randomFrom } from "../support/values/seeds.ts";
import { slackTextsNaming } from "../support/values/slack-texts.ts";
import { valueOf } from "../support/values/value-of.ts";

const kills = isCampaign ? 30 : isFullRun ? 2 : 1;
const mebibyte = 1024 * 1024;
/** The others are killed somewhere in it. */
const spanMs = 2_000;
/** One start in so many is killed whatever it has done, the others when they have got somewhere. */
const earlyEvery = 4;
/** What is delivered already asks nothing more. */
const maxQuietMs = 4_000;
/** Longer than a killed log server keeps the right to deliver (15 s). */
const maxWaitMs = 120_000;

interface Work {
  readonly name: string;
  readonly by: "the command" | "the daemon";
  readonly smallFiles: number;
  readonly largeMebibytes: number;
  /** So slow that it lasts about as long as the kills. */
  readonly limitMebibytes: number;
  /** A kill lands within so many requests. */
  readonly spanRequests: number;
}

const scale = isCampaign ? 1 : 0.2;

const works: readonly Work[] = [
  {
    name: "an upload in the background",
    by: "the daemon",
    smallFiles: 200,
    largeMebibytes: 100,
    limitMebibytes: 8,
    spanRequests: 60,
  },
  {
    name: "small files beside a large one",
    by: "the command",
    smallFiles: 200,
    largeMebibytes: 100,
    limitMebibytes: 12,
    spanRequests: 30,
  },
  {
    name: "one large file",
    by: "the command",
    smallFiles: 0,
    largeMebibytes: 200,
    limitMebibytes: 16,
    spanRequests: 5,
  },
  {
    name: "many small files",
    by: "the command",
    smallFiles: 800,
    largeMebibytes: 0,
    limitMebibytes: 1,
    spanRequests: 120,
  },
];

/** Names of the files of one work, which share a bucket with those of the others. */
const writeFiles = async (
  { machine }: KillSite,
  { name, smallFiles, largeMebibytes }: Work,
  random: () => number,
): Promise<readonly string[]> => {
  const start = name.replaceAll(" ", "-");
  const names: string[] = [];
  for (let n = 0; n < smallFiles * scale; n += 1) {
    names.push(`${start}-${n}.bin`);
    await machine.write(`${start}-${n}.bin`, someBytes(random() * 0.04, n));
  }
  if (largeMebibytes > 0) {
    names.push(`${start}.bin`);
    await machine.write(`${start}.bin`, someBytes(largeMebibytes * scale, 7));
  }
  return names;
};

/**
 * Resolves after so many more requests to the storage service, or when none comes any more. Counted in requests, a kill
 * lands in the middle of the work on a busy machine, too.
 */
const untilRequests = async (ceph: Ceph, count: number): Promise<void> => {
  const before = (await ceph.requests()).length;
  let seen = before;
  let quietSinceMs = performance.now();
  while (seen < before + count && performance.now() < quietSinceMs + maxQuietMs) {
    await wait(50);
    const now = (await ceph.requests()).length;
    if (now > seen) quietSinceMs = performance.now();
    seen = now;
  }
};

/** Kills the upload, and beside it, now and then, whatever else is between the file and Slack. */
const killAll = async (
  site: KillSite,
  ceph: Ceph,
  { by, limitMebibytes, spanRequests }: Work,
  names: readonly string[],
  random: () => number,
): Promise<void> => {
  const atRandom = async (share: number, kill: () => Promise<void>) => {
    const isDue = random() < share;
    const atMs = random() * spanMs;
    if (!isDue) return;
    await wait(atMs);
    await kill();
  };
  const untilDue = async () => {
    if (random() < 1 / earlyEvery) await wait(random() * spanMs);
    else await untilRequests(ceph, Math.ceil(random() * spanRequests));
    await wait(random() * 200);
  };
  const others = [atRandom(0.5, site.killLogServer), atRandom(0.5, site.killRedis)];
  if (by === "the daemon") {
    await Promise.all([...others, untilDue().then(site.killDaemon)]);
    return;
  }
  const running = site.startUpload(["--limit", `${limitMebibytes}MiB/s`, ...names]);
  await Promise.all([
    ...others,
    atRandom(0.3, site.killDaemon),
    untilDue().then(() => killAfter(running, 0)),
  ]);
};

/** Lets the upload come to its end. */
const finish = async (site: KillSite, { by }: Work, names: readonly string[]): Promise<void> => {
  if (by === "the daemon") {
    await site.queue.limit(null);
    const hasEnded = async () => {
      const { totals, trouble } = await site.queue.snapshot({ from: 0, count: 1 });
      return trouble === null && totals.files.waiting + totals.files.uploading === 0;
    };
    await waitUntil("the queue is empty", hasEnded, maxWaitMs);
    return;
  }
  const last = await site.startUpload(names).ended;
  expect(last.stderr).not.toMatch(/^ {4}at /m);
  expect(last.code).toBe(0);
  const states = printedStates(last);
  const isThere = (name: string) => ["delivered", "skipped"].includes(String(states[name]));
  expect(names.filter((name) => !isThere(name))).toEqual([]);
};

const shownIn = ({ slack }: KillSite) =>
  JSON.stringify(slack.messages.map(({ attachments }) => attachments));

describe.runIf(!componentMissing("ceph") && !componentMissing("redis"))(
  "with uploader, log server and Redis killed beside each other",
  () => {
    let ceph: Ceph;
    let site: KillSite | null = null;
    beforeAll(async () => {
      ceph = await startCeph({ storeBytes: 6 * 1024 ** 3 });
    });
    afterEach(async () => {
      await site?.close();
      site = null;
    });
    afterAll(async () => {
      await ceph.close();
    });

    const cases = someOf(works, 2).flatMap((work) =>
      campaignSeeds(1, 1).map((seed) => ({ ...work, seed })),
    );
    it.each(cases)(
      `$name arrives through ${kills} kills: objects, receipts and Slack agree (seed $seed)`,
      { timeout: isCampaign ? 900_000 : 300_000 },
      async ({ seed, ...work }) => {
        const random = randomFrom(seed);
        const store = { address: ceph.address, bucket: ceph.bucket, keys: ceph.sender };
        const opened = await openKillSite(store, work.limitMebibytes * mebibyte);
        site = opened;
        const names = await writeFiles(opened, work, random);
        if (work.by === "the daemon") await opened.add(names);
        for (let kill = 0; kill < kills; kill += 1)
          await killAll(opened, ceph, work, names, random);
        await finish(opened, work, names);

        const { transfers } = opened;
        const receipts = valueOf(transfers.receipts(names.length * 2));
        expect(receipts.map(({ key }) => key).toSorted()).toEqual(names.toSorted());
        for (const { key, sha256 } of receipts) {
          const onDisk = sha256Of(await readFile(path.join(opened.machine.files, key)));
          expect([key, sha256, await ceph.sha256(key)]).toEqual([key, onDisk, onDisk]);
        }
        const start = work.name.replaceAll(" ", "-");
        const objects = (await ceph.objects()).filter(({ key }) => key.startsWith(start));
        expect(objects.map(({ key }) => key).toSorted()).toEqual(names.toSorted());

        await waitUntil(
          "no log message is left",
          () => valueOf(transfers.outboxSize()) === 0,
          maxWaitMs,
        );
        const isPosted = async () => (await askReady(opened.logUrl)).waiting === 0;
        await waitUntil("none waits for Slack", isPosted, maxWaitMs);
        expect(valueOf(transfers.refusedOutcomes())).toBe(0);
        expect((await askReady(opened.logUrl)).parked).toBe(0);
        const shown = shownIn(opened);
        const inSlack = (name: string) => slackTextsNaming(opened.slack, name).length > 0;
        expect(names.filter((name) => !inSlack(name))).toEqual([]);
        expect(shown).not.toContain('"danger"');
      },
    );
  },
);
