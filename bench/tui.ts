import { mkdir, writeFile } from "node:fs/promises";
import { loadavg } from "node:os";
import path from "node:path";
import { machineName } from "./machine.ts";
import { writeSection } from "./readme-section.ts";
import {
  firstFrameTime,
  largeFolderTime,
  measureAtRest,
  measureAtWork,
  queueMemory,
  versionTime,
} from "./tui/measure-app.ts";
import { measureOthers, type OtherResult } from "./tui/measure-others.ts";
import { makePlace, type Place } from "./tui/place.ts";

/** One row of the table: what was measured, and what it must not go beyond. */
interface Row {
  readonly name: string;
  readonly unit: string;
  readonly measured: number;
  readonly atMost: number;
}

const mebibyte = 1024 ** 2;
const keyBytesAtRest = "bytes a Down key, median of 100";

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
      name: keyBytesAtRest,
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

const shown = (value: number) => value.toFixed(value < 100 ? 1 : 0);

const toMarkdown = (rows: readonly Row[], others: readonly OtherResult[], load: number): string => {
  const beside = (name: string): string => {
    if (!name.startsWith("folder") && name !== keyBytesAtRest) return "";
    const values = others.map((one) =>
      name === keyBytesAtRest ? `${one.keys.medianBytes}` : shown(one.drawnMs),
    );
    return values.join(" \u00B7 ");
  };
  return `## The terminal app: \`npm run bench -- tui\`

On a PTY of 80 × 24, four uploads of 2 GiB at 24 MiB/s to a stand-in store in a process of its own.

| | ${others.map(({ name }) => name).join(" \u00B7 ")} | measured | at most | |
|---|---|---|---|---|
${rows
  .map(
    ({ name, unit, measured, atMost }) =>
      `| ${name} | ${beside(name)} | ${shown(measured)} ${unit} | ${atMost} ${unit} | ${measured <= atMost ? "met" : "**not met**"} |`,
  )
  .join("\n")}

${machineName()}, load average ${shown(load)} when it began: times are only worth something on a machine that has nothing else to do, bytes and memory always.`;
};

/** Measures the terminal app on a PTY beside mc and nnn; prints a table, writes bench/results/tui.json and README.md. */
export const benchTui = async (): Promise<void> => {
  const [load = 0] = loadavg();
  const place = await makePlace();
  try {
    const others = await measureOthers(place);
    const rows = await measure(place);
    const markdown = toMarkdown(rows, others, load);
    console.log(markdown);
    const folder = path.join(import.meta.dirname, "results");
    await mkdir(folder, { recursive: true });
    const result = {
      measuredAt: new Date().toISOString(),
      machine: machineName(),
      loadAverage: load,
      rows,
      others,
    };
    await writeFile(path.join(folder, "tui.json"), `${JSON.stringify(result, null, 2)}\n`);
    await writeSection("tui", markdown);
    if (rows.some(({ measured, atMost }) => measured > atMost)) process.exitCode = 1;
  } finally {
    await place.close();
  }
};
