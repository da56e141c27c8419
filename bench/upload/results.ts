import type { Score } from "./compare.ts";
import type { Measurement } from "./measure.ts";

/** One workload and how everybody did. */
export interface WorkResult {
  readonly name: string;
  readonly title: string;
  readonly bytes: number;
  readonly scores: readonly Score[];
}

export interface QueueResult {
  readonly queued: number;
  readonly readyMs: number;
  readonly snapshotMs: number;
  readonly peakRssBytes: number;
}

/** Everything that `npm run bench -- upload` found. */
export interface UploadResults {
  readonly date: string;
  readonly machine: string;
  readonly rounds: number;
  readonly works: readonly WorkResult[];
  /** The sparse file of 200 GiB, cut off. */
  readonly sparse: Measurement & { readonly bytes: number };
  /** A file of 5 GiB, whole. */
  readonly large: Measurement & { readonly bytes: number };
  readonly queue: QueueResult;
}

export const ours = "s3-sftp";
export const oursWithSha256 = "s3-sftp, SHA-256 on";

/** Lines of the table that must be reached, and whether they are. */
export interface Reach {
  readonly what: string;
  readonly aim: string;
  readonly is: string;
  readonly isReached: boolean;
}

const scoreOf = (work: WorkResult | undefined, name: string): Score | undefined =>
  work?.scores.find((score) => score.name === name);

const peersOf = (work: WorkResult | undefined): readonly Score[] =>
  (work?.scores ?? []).filter(({ name }) => !name.startsWith(ours) && !name.includes("(ceiling)"));

const best = (scores: readonly Score[]): Score | undefined =>
  scores.toSorted((a, b) => a.seconds - b.seconds)[0];

const ratio = (
  what: string,
  aim: number,
  sense: "at least" | "at most",
  value: number | undefined,
): Reach => {
  const isReached = value !== undefined && (sense === "at least" ? value >= aim : value <= aim);
  const sign = sense === "at least" ? "≥" : "≤";
  const is = value === undefined ? "no peer here" : `${value.toFixed(2)}×`;
  return { what, aim: `${sign} ${aim}×`, is, isReached };
};

const over = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? undefined : a / b;

const peakOf = (results: UploadResults): number =>
  Math.max(
    results.sparse.peakRssBytes,
    ...results.works.flatMap(({ scores }) =>
      scores.filter(({ name }) => name.startsWith(ours)).map((score) => score.peakRssBytes),
    ),
  );

const mebibytes = (bytes: number): string => `${(bytes / 1024 ** 2).toFixed(0)} MiB`;

const milliseconds = (ms: number): string => `${ms < 10 ? ms.toFixed(2) : ms.toFixed(0)} ms`;

const limit = (what: string, aim: number, value: number, unit: (n: number) => string): Reach => ({
  what,
  aim: `≤ ${unit(aim)}`,
  is: unit(value),
  isReached: value <= aim,
});

/** The aims of issue and README, against these results. */
export const reaches = (results: UploadResults): readonly Reach[] => {
  const work = (name: string) => results.works.find((each) => each.name === name);
  const [w1, w2, w3] = [work("W1"), work("W2"), work("W3")];
  const fastest = best(peersOf(w1));
  const s5cmd = w3?.scores.find(({ name }) => name.startsWith("s5cmd"));
  const { queue } = results;
  return [
    ratio(
      "W1: speed by the best peer's",
      1.8,
      "at least",
      over(fastest?.seconds, scoreOf(w1, ours)?.seconds),
    ),
    ratio(
      "W1: CPU by the best peer's",
      0.6,
      "at most",
      over(scoreOf(w1, ours)?.cpuSeconds, fastest?.cpuSeconds),
    ),
    ratio(
      "W2: time by the best peer's",
      0.4,
      "at most",
      over(scoreOf(w2, ours)?.seconds, best(peersOf(w2))?.seconds),
    ),
    ratio("W3: time by s5cmd's", 1, "at most", over(scoreOf(w3, ours)?.seconds, s5cmd?.seconds)),
    limit(
      "W4: peak memory in W1 to W3 and of 200 GiB",
      140 * 1024 ** 2,
      peakOf(results),
      mebibytes,
    ),
    limit(
      "W4: peak memory of a whole upload of 5 GiB",
      200 * 1024 ** 2,
      results.large.peakRssBytes,
      mebibytes,
    ),
    limit("W5: 100,000 files queued", 3000, queue.readyMs, milliseconds),
    limit("W5: memory", 250 * 1024 ** 2, queue.peakRssBytes, mebibytes),
    limit("W5: snapshot of one frame", 2, queue.snapshotMs, milliseconds),
  ];
};
