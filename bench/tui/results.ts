import { single, times } from "../aims.ts";
import type { Aim, Figure } from "../aims.ts";
import type { OtherResult } from "./measure-others.ts";

/** One thing that was measured. */
export interface Row {
  readonly name: string;
  readonly unit: string;
  readonly measured: number;
}

/** Everything that `npm run bench -- tui` found. What is optional was not measured in the beginning. */
export interface TuiResults {
  readonly measuredAt: string;
  readonly machine: string;
  readonly loadAverage: number;
  readonly rows: readonly Row[];
  readonly others: readonly OtherResult[];
  readonly missing?: readonly string[];
}

export const rowNames = {
  version: "--version",
  bareNode: "node -e 0",
  firstFrame: "first frame",
  folder: "folder of 100,000 entries drawn",
  keyAtRest: "bytes a Down key, median of 100",
  keyAtWork: "bytes a Down key, four uploads running",
  keyTime: "key to bytes, p95, four uploads running",
  keyMedian: "key to bytes, median, four uploads running",
  echoTime: "the same of a Node that works for 2 ms a key and writes one sign, p95",
  frames: "frames a second, four uploads on the screen",
  bytes: "bytes a second, four uploads on the screen",
  idle: "idle",
  appMemory: "peak memory of the app, queue of 10,000",
  workerMemory: "peak memory of the daemon, queue of 10,000",
} as const;

type RowName = (typeof rowNames)[keyof typeof rowNames];

const valueOf = ({ rows }: TuiResults, row: string): number | null =>
  rows.find(({ name }) => name === row)?.measured ?? null;

const otherOf = ({ others }: TuiResults, other: string): number | null =>
  others.find(({ name }) => name === other)?.drawnMs ?? null;

const over = (value: number | null, by: number | null): Figure | null =>
  value === null || by === null ? null : single(value / by);

const shown = (value: number): string => value.toFixed(value < 100 ? 1 : 0);

const atMost = (row: RowName, limit: number, unit: string): Aim<TuiResults> => ({
  what: row,
  sense: "at most",
  limit,
  show: (value) => `${shown(value)} ${unit}`,
  of: (results) => single(valueOf(results, row)),
});

const ratioAtMost = (
  what: string,
  limit: number,
  of: (results: TuiResults) => Figure | null,
): Aim<TuiResults> => ({ what, sense: "at most", limit, show: times, of });

/** Three tenths of a frame at 60 Hz. */
const keyMs = 5;

export const tuiAims: readonly Aim<TuiResults>[] = [
  ratioAtMost("--version, by bare node -e 0", 1.6, (results) =>
    over(valueOf(results, rowNames.version), valueOf(results, rowNames.bareNode)),
  ),
  ratioAtMost("first frame, by mc's drawing of 100,000 entries", 0.25, (results) =>
    over(valueOf(results, rowNames.firstFrame), otherOf(results, "mc")),
  ),
  ratioAtMost("folder of 100,000 entries, by mc", 0.3, (results) =>
    over(valueOf(results, rowNames.folder), otherOf(results, "mc")),
  ),
  ratioAtMost("folder of 100,000 entries, by nnn", 1.1, (results) =>
    over(valueOf(results, rowNames.folder), otherOf(results, "nnn")),
  ),
  atMost(rowNames.keyAtRest, 80, "B"),
  atMost(rowNames.keyAtWork, 80, "B"),
  atMost(rowNames.keyTime, keyMs, "ms"),
  atMost(rowNames.frames, 4, "/s"),
  atMost(rowNames.bytes, 2048, "B/s"),
  atMost(rowNames.idle, 0, "B/s"),
  atMost(rowNames.appMemory, 130, "MiB"),
  atMost(rowNames.workerMemory, 150, "MiB"),
];
