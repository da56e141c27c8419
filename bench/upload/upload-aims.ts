import { single, times, wholeMebibytes } from "../aims.ts";
import type { Aim, Figure } from "../aims.ts";
import {
  bestPeer,
  figureOf,
  isOurs,
  ours,
  oursTuned,
  ratioOf,
  scoreOf,
  workOf,
} from "./results.ts";
import type { UploadResults } from "./results.ts";

const mebibyte = 1024 ** 2;
const milliseconds = (ms: number): string => `${ms < 10 ? ms.toFixed(2) : ms.toFixed(0)} ms`;
const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;

type Of = (results: UploadResults) => Figure | null;

const speedByBest =
  (work: string, name: string): Of =>
  (results) => {
    const all = workOf(results, work);
    return ratioOf(bestPeer(all), scoreOf(all, name));
  };

const cpuByBest =
  (work: string, name: string): Of =>
  (results) => {
    const all = workOf(results, work);
    return ratioOf(scoreOf(all, name), bestPeer(all), ({ cpuSeconds }) => cpuSeconds);
  };

const timeByBest =
  (work: string): Of =>
  (results) => {
    const all = workOf(results, work);
    return ratioOf(scoreOf(all, ours), bestPeer(all));
  };

const timeByS5cmd =
  (work: string): Of =>
  (results) => {
    const all = workOf(results, work);
    const s5cmd = all?.scores.find(({ name }) => name.startsWith("s5cmd"));
    return ratioOf(scoreOf(all, ours), s5cmd);
  };

const sizeOf = (results: UploadResults, isCounted: (work: string) => boolean): readonly number[] =>
  results.works
    .filter(({ name }) => isCounted(name))
    .flatMap(({ scores }) => scores.filter(isOurs).map((score) => score.peakRssBytes));

const isMixed = (work: string): boolean => work === "W8";

const peakOf: Of = (results) => {
  const runs = [results.sparse.peakRssBytes, results.large.peakRssBytes];
  return single(Math.max(...runs, ...sizeOf(results, (work) => !isMixed(work))));
};

const peakOfMixed: Of = (results) => {
  const sizes = sizeOf(results, isMixed);
  return sizes.length === 0 ? null : single(Math.max(...sizes));
};

const atMost = (
  what: string,
  limit: number,
  of: Of,
  show: (value: number) => string = times,
): Aim<UploadResults> => ({ what, sense: "at most", limit, show, of });

/** The table of the issue, each line as everybody runs it first. */
export const uploadAims: readonly Aim<UploadResults>[] = [
  {
    what: "W1: speed by the best peer's",
    sense: "at least",
    limit: 1.6,
    show: times,
    of: speedByBest("W1", ours),
  },
  atMost("W1: CPU by the best peer's", 0.65, cpuByBest("W1", ours)),
  {
    what: "W1 with --no-sha256: speed by the best peer's",
    sense: "at least",
    limit: 1.8,
    show: times,
    of: speedByBest("W1", oursTuned),
  },
  atMost("W1 with --no-sha256: CPU by the best peer's", 0.45, cpuByBest("W1", oursTuned)),
  atMost("W2: time by the best peer's", 0.35, timeByBest("W2")),
  atMost("W3: time by s5cmd's", 0.85, timeByS5cmd("W3")),
  atMost("W3 over http: time by s5cmd's", 1, timeByS5cmd("W3http")),
  atMost("W3b: time by the first run's", 0.2, ({ again }) => ratioOf(again?.second, again?.first)),
  atMost(
    "W3b: bytes by the first run's",
    0.01,
    ({ again }) => single(again && again.secondBytes / again.firstBytes),
    percent,
  ),
  atMost("W4: peak memory in W1 to W4", 130 * mebibyte, peakOf, wholeMebibytes),
  atMost("W5: 100,000 files queued, by the time of s5cmd --dry-run cp", 2, (results) =>
    figureOf(results.queueByDryRun ?? []),
  ),
  atMost("W5: memory", 250 * mebibyte, ({ queue }) => single(queue.peakRssBytes), wholeMebibytes),
  atMost("W5: snapshot of one frame", 2, ({ queue }) => single(queue.snapshotMs), milliseconds),
  atMost("W8: time by s5cmd's", 1, timeByS5cmd("W8")),
  atMost("W8: peak memory", 200 * mebibyte, peakOfMixed, wholeMebibytes),
];
