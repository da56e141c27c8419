import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { reviewWords } from "../../src/words/review.ts";
import { arrows, pressKeys, watch, type KeyStrokes, type Output } from "./key-strokes.ts";
import type { Place } from "./place.ts";
import { median } from "./statistics.ts";
import { startTimed, type TimedTerminal } from "./timed-terminal.ts";

// BENCH_PROGRAM tries another build.
const program =
  process.env["BENCH_PROGRAM"] ?? path.resolve(import.meta.dirname, "../../dist/main.js");
const space = " ";
const enter = "\r";

/** Read to the end; while it is being read, the words before are others. */
const isWhole = (screen: string) => screen.includes("  100,000 items");

const openApp = async (place: Place, home: string, folder: string): Promise<TimedTerminal> => {
  const environment = await place.environment(home);
  return startTimed([process.execPath, program, "--start", folder], environment);
};

/** For a program to keep what it has compiled, as it does a second after its start. */
const keepMs = 2_500;

/** From the start of the program until its screen shows a text; the middle of some runs, after one that does not count. */
const startTime = async (
  place: Place,
  folder: string,
  isThere: (screen: string) => boolean,
  runs: number,
): Promise<number> => {
  const first = await openApp(place, "start", folder);
  await first.waitFor(isThere);
  await sleep(keepMs);
  await first.close();
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const app = await openApp(place, "start", folder);
    times.push((await app.waitFor(isThere)) - app.startedAtMs);
    await app.close();
  }
  return median(times);
};

const wallTime = (args: readonly string[]): number => {
  const startedAtMs = performance.now();
  execFileSync(process.execPath, args);
  return performance.now() - startedAtMs;
};

export interface StartTimes {
  readonly versionMs: number;
  /** Of `node -e 0`: nobody starts sooner. */
  readonly bareNodeMs: number;
}

/** `--version` and a Node that does nothing, in turns, by the wall. */
export const startTimes = (runs: number): StartTimes => {
  const pairs = Array.from({ length: runs }, () => ({
    version: wallTime([program, "--version"]),
    bare: wallTime(["-e", "0"]),
  }));
  return {
    versionMs: median(pairs.map(({ version }) => version)),
    bareNodeMs: median(pairs.map(({ bare }) => bare)),
  };
};

export const firstFrameTime = (place: Place): Promise<number> =>
  startTime(place, place.folders.few, (screen) => screen.includes("[1 Files]"), 7);

/** All entries read, sorted and on the screen. */
export const largeFolderTime = (place: Place): Promise<number> =>
  startTime(
    place,
    place.folders.hundredThousand,
    (screen) => isWhole(screen) && screen.includes("file-000000.csv"),
    7,
  );

export interface AppAtRest {
  readonly keys: KeyStrokes;
  readonly idle: Output;
}

export const measureAtRest = async (place: Place): Promise<AppAtRest> => {
  const app = await openApp(place, "rest", place.folders.hundredThousand);
  await app.waitFor((screen) => isWhole(screen));
  await app.quiet(500);
  const keys = await pressKeys(app, [arrows.down], 100);
  await app.quiet(500);
  const idle = await watch(app, 10_000);
  await app.close();
  return { keys, idle };
};

/** Chooses all of the folder, and sends it. */
const sendAll = async (app: TimedTerminal, files: string): Promise<void> => {
  await app.waitFor((screen) => screen.includes("items"));
  app.send("a");
  await app.waitFor((screen) => screen.includes(`${files} files`));
  app.send("u");
  await app.waitFor((screen) => screen.includes("to upload") && screen.includes("Enter upload"));
  await app.waitFor((screen) => screen.includes(reviewWords.noConflicts));
  app.send(enter);
};

/** In place of the app: works for as long as a key takes there, and writes one sign. */
const echo = `process.stdin.setRawMode(true);
process.stdin.on("data", () => {
  const begunAtMs = performance.now();
  while (performance.now() - begunAtMs < 2);
  process.stdout.write("x");
});
process.stdout.write("ready");`;

/** What the machine makes of 2 ms of work while others want it, too. */
const pressEcho = async (environment: Readonly<Record<string, string>>): Promise<KeyStrokes> => {
  const terminal = startTimed([process.execPath, "-e", echo], environment);
  await terminal.waitFor((screen) => screen.includes("ready"));
  await sleep(500);
  const keys = await pressKeys(terminal, [space], 100);
  await terminal.close();
  return keys;
};

export interface AppAtWork {
  readonly filesKeys: KeyStrokes;
  readonly queueKeys: KeyStrokes;
  /** Of another program in the same minute. */
  readonly echoKeys: KeyStrokes;
  readonly queue: Output;
  readonly files: Output;
}

/** Four uploads of large files at a steady pace. */
export const measureAtWork = async (place: Place): Promise<AppAtWork> => {
  const app = await openApp(place, "work", place.folders.large);
  await sendAll(app, "4");
  await app.waitFor((screen) => (screen.match(/MiB\/s/g)?.length ?? 0) >= 4);
  await sleep(3_000);
  const queue = await watch(app, 10_000);
  const queueKeys = await pressKeys(app, [arrows.down, arrows.up], 100);
  const echoKeys = await pressEcho(await place.environment("work"));
  app.send("1");
  await app.waitFor((screen) => screen.includes("[1 Files]"));
  // Up to the folder with the other folders, and into the one with 100,000 entries.
  app.send("\u007F");
  await app.waitFor((screen) => screen.includes("hundred-thousand/"));
  app.send(`/hundred${enter}`);
  await sleep(200);
  app.send(enter);
  await app.waitFor((screen) => isWhole(screen));
  await sleep(500);
  const filesKeys = await pressKeys(app, [arrows.down], 100);
  const files = await watch(app, 5_000);
  await app.close();
  return { filesKeys, queueKeys, echoKeys, queue, files };
};

const peakRssBytes = (pid: number): number => {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
};

export interface PeakMemory {
  readonly appBytes: number;
  readonly workerBytes: number;
}

/** Of the app and of its worker, after 10,000 files were selected, reviewed, queued and looked through. */
export const queueMemory = async (place: Place): Promise<PeakMemory> => {
  const app = await openApp(place, "memory", place.folders.tenThousand);
  await sendAll(app, "10,000");
  await app.waitFor((screen) => /10,000 files .* of /.test(screen), 60_000);
  for (let page = 0; page < 50; page += 1) {
    app.send("\u001B[6~");
    await sleep(20);
  }
  app.send(space);
  await sleep(3_000);
  const others = place.processes("memory").filter((pid) => pid !== app.pid);
  const peak = {
    appBytes: peakRssBytes(app.pid),
    workerBytes: Math.max(0, ...others.map((pid) => peakRssBytes(pid))),
  };
  await app.close();
  return peak;
};
