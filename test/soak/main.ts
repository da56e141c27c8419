// Sends files through one daemon for hours, with trouble on the way: nothing may be lost and memory may not grow.
// S3_SFTP_SOAK_MINUTES shortens the two hours, S3_SFTP_SOAK_SEED repeats a run, S3_SFTP_SOAK_PAUSE_MS rests between two
// rounds on a machine that others use, too (none by itself). Needs the bundle in dist/.
import { readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { RemoteQueue } from "../../src/services/adapters/daemon/remote-queue.ts";
import { memoryTrend } from "../support/values/memory-trend.ts";
import { openOf } from "../support/processes/open-files.ts";
import { waitUntil } from "../support/processes/wait-until.ts";
import { disturbances, killDaemon } from "./disturbances.ts";
import { openSoakPlace } from "./soak-place.ts";
import type { SoakPlace } from "./soak-place.ts";
import { sendRound } from "./soak-round.ts";

const minutes = Number(process.env["S3_SFTP_SOAK_MINUTES"] ?? 120);
const seed = Number(process.env["S3_SFTP_SOAK_SEED"] ?? Date.now() % 1_000_000);
const pauseMs = Number(process.env["S3_SFTP_SOAK_PAUSE_MS"] ?? 0);
const daemonProgram = path.resolve(import.meta.dirname, "../../dist/worker.js");
/** Kills come first: afterwards one daemon lives to the end, and its memory can be watched. */
const roundsWithKills = 5;

/** Numbers in [0, 1) that a seed repeats: mulberry32. */
const createRandom = (start: number) => {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

const residentMiB = async (pid: number): Promise<number> => {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024;
};

/** A file may be about to be closed when it is looked at. */
const slackFiles = 2;
/** Its own, that of the app, and one to the log server. */
const restingSockets = 3;
/** By then both sides have closed connections that nobody needs. */
const restMs = 30_000;

/** Connections come and go with the work, dozens at a time; when it is over, only one that leaks is still there. */
const socketsAtRest = async (pid: number): Promise<number> => {
  const endAtMs = performance.now() + restMs;
  for (;;) {
    const { sockets } = await openOf(pid);
    if (sockets <= restingSockets || performance.now() > endAtMs) return sockets;
    await wait(500);
  }
};

const soak = async (place: SoakPlace, queue: RemoteQueue): Promise<boolean> => {
  const random = createRandom(seed);
  const names = Object.keys(disturbances);
  const endAtMs = performance.now() + minutes * 60_000;
  const memory: number[] = [];
  const fileCounts: number[] = [];
  let [files, rounds, nextLineMs] = [0, 0, 0];
  let daemonPid = 0;
  while (performance.now() < endAtMs) {
    const name = names[Math.floor(random() * names.length)] ?? "nothing";
    const disturb = rounds < roundsWithKills ? killDaemon : disturbances[name];
    files += await sendRound(place, queue, random, async () => disturb?.(place, queue));
    rounds += 1;
    await wait(pauseMs);
    const pid = queue.daemon?.pid ?? 0;
    if (rounds > roundsWithKills && daemonPid !== 0 && pid !== daemonPid) {
      throw new Error(`the worker ended by itself: ${daemonPid} became ${pid}`);
    }
    daemonPid = rounds > roundsWithKills ? pid : 0;
    if (daemonPid === 0) continue;
    memory.push(await residentMiB(pid));
    fileCounts.push((await openOf(pid)).others);
    if (performance.now() < nextLineMs) continue;
    nextLineMs = performance.now() + 60_000;
    console.log(`${rounds} rounds, ${files} files, worker ${memory.at(-1)?.toFixed(0)} MiB`);
  }
  await waitUntil("the log server has every outcome", async () => {
    const { log } = await queue.snapshot({ from: 0, count: 0 });
    return log.waiting === 0;
  });
  const trend = memoryTrend(memory);
  const fileTrend = memoryTrend(fileCounts);
  const sockets = daemonPid === 0 ? 0 : await socketsAtRest(daemonPid);
  const repeated = [...place.log.timesById.values()].filter((times) => times > 1).length;
  const told = place.log.timesById.size;
  console.log(
    `${files} files in ${rounds} rounds delivered and equal; ${told} outcomes told, ${repeated} of them again ` +
      `after a kill; memory ${trend.early.toFixed(0)} to ${trend.late.toFixed(0)} MiB, peak ` +
      `${trend.peak.toFixed(0)}; open files ${fileTrend.early} to ${fileTrend.late}, ` +
      `sockets at rest ${sockets}`,
  );
  const hasNoLeak = fileTrend.late <= fileTrend.early + slackFiles && sockets <= restingSockets;
  return trend.isFlat && hasNoLeak && told === files;
};

console.log(`soak of ${minutes} minutes, seed ${seed}`);
const place = await openSoakPlace(daemonProgram);
const queue = await place.connect();
try {
  const isFine = await soak(place, queue);
  console.log(isFine ? "soak passed" : "soak FAILED");
  process.exitCode = isFine ? 0 : 1;
} finally {
  const pid = queue.daemon?.pid;
  queue.close();
  if (pid) process.kill(pid, "SIGTERM");
  await place.close();
}
