import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import {
  firstFrameTime,
  largeFolderTime,
  measureAtRest,
  measureAtWork,
  queueMemory,
  versionTime,
} from "./tui/measure-app.ts";
import { measureOthers } from "./tui/measure-others.ts";
import { makePlace, type Place } from "./tui/place.ts";

/** One row of the table: what was measured, and what it must not go beyond. */
interface Row {
  readonly name: string;
  readonly unit: string;
  readonly measured: number;
  readonly atMost: number;
}

const mebibyte = 1024 ** 2;

const measure = async (place: Place): Promise<readonly Row[]> => {
  const rest = await measureAtRest(place);
  const work = await measureAtWork(place);
  return [
    { name: "--version", unit: "ms", measured: versionTime(11), atMost: 100 },
    { name: "first frame", unit: "ms", measured: await firstFrameTime(place), atMost: 200 },
    {
      name: "folder of 100,000 entries drawn",
      unit: "ms",
      measured: await largeFolderTime(place),
      atMost: 250,
    },
    {
      name: "bytes a Down key, median of 100",
      unit: "B",
      measured: rest.keys.medianBytes,
      atMost: 250,
    },
    {
      name: "bytes a Down key, four uploads running",
      unit: "B",
      measured: work.filesKeys.medianBytes,
      atMost: 250,
    },
    {
      name: "key to bytes, p95, four uploads running",
      unit: "ms",
      measured: Math.max(work.filesKeys.p95Ms, work.queueKeys.p95Ms),
      atMost: 16,
    },
    {
      name: "frames a second, four uploads on the screen",
      unit: "/s",
      measured: work.queue.framesPerSecond,
      atMost: 4,
    },
    {
      name: "bytes a second, four uploads on the screen",
      unit: "B/s",
      measured: work.queue.bytesPerSecond,
      atMost: 2048,
    },
    { name: "idle", unit: "B/s", measured: rest.idle.bytesPerSecond, atMost: 0 },
    {
      name: "peak memory of the app, queue of 10,000",
      unit: "MiB",
      measured: (await queueMemory(place)) / mebibyte,
      atMost: 130,
    },
  ];
};

/** Measures the terminal app on a PTY beside mc and nnn; prints a table, writes bench/results/tui.json. */
export const benchTui = async (): Promise<void> => {
  const place = await makePlace();
  try {
    const rows = await measure(place);
    const others = await measureOthers(place);
    for (const { name, unit, measured, atMost } of rows) {
      const verdict = measured <= atMost ? "met" : "NOT MET";
      console.log(
        `${name.padEnd(46)} ${measured.toFixed(1).padStart(8)} ${unit.padEnd(4)} (at most ${atMost}) ${verdict}`,
      );
    }
    for (const { name, drawnMs, keys } of others) {
      console.log(
        `${name}: 100,000 entries drawn in ${drawnMs.toFixed(0)} ms, ${keys.medianBytes} B a Down key, p95 ${keys.p95Ms.toFixed(1)} ms`,
      );
    }
    const folder = path.join(import.meta.dirname, "results");
    await mkdir(folder, { recursive: true });
    const result = { measuredAt: new Date().toISOString(), node: process.version, rows, others };
    await writeFile(path.join(folder, "tui.json"), `${JSON.stringify(result, null, 2)}\n`);
    if (rows.some(({ measured, atMost }) => measured > atMost)) process.exitCode = 1;
  } finally {
    await place.close();
  }
};
