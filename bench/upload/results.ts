import type { Figure } from "../aims.ts";
import type { Score } from "./compare.ts";
import type { Measurement } from "./measure.ts";
import { median } from "./measure.ts";

/** One workload and how everybody did. */
export interface WorkResult {
  readonly name: string;
  readonly title: string;
  readonly files: number;
  readonly bytes: number;
  readonly scores: readonly Score[];
}

export interface QueueResult {
  readonly queued: number;
  readonly readyMs: number;
  readonly snapshotMs: number;
  readonly peakRssBytes: number;
}

/** A second run over the same files, of which nothing has changed. */
export interface AgainResult {
  readonly first: Score;
  readonly second: Score;
  /** Sent in all first runs and in all second ones. */
  readonly firstBytes: number;
  readonly secondBytes: number;
}

/** A program that was to be measured beside ours, and why it was not. */
export interface MissingPeer {
  readonly name: string;
  readonly reason: string;
}

/** Everything that `npm run bench -- upload` found. What is optional was not measured in the beginning. */
export interface UploadResults {
  readonly date: string;
  readonly machine: string;
  readonly rounds: number;
  readonly works: readonly WorkResult[];
  readonly again?: AgainResult;
  /** The sparse file of 200 GiB, cut off. */
  readonly sparse: Measurement & { readonly bytes: number };
  /** A file of 5 GiB, whole. */
  readonly large: Measurement & { readonly bytes: number };
  readonly queue: QueueResult;
  /** By round: the time of ours by that of `s5cmd --dry-run cp`. */
  readonly queueByDryRun?: readonly number[];
  readonly missing?: readonly MissingPeer[];
}

/** As everybody runs it. */
export const ours = "s3-sftp";
/** As whoever needs no SHA-256 in receipts may run it. */
export const oursTuned = "s3-sftp --no-sha256";
export const ceilingName = "bare TLS sockets (ceiling)";

export const isOurs = ({ name }: Score): boolean => name === ours || name === oursTuned;

export const workOf = ({ works }: UploadResults, name: string): WorkResult | undefined =>
  works.find((each) => each.name === name);

export const scoreOf = (work: WorkResult | undefined, name: string): Score | undefined =>
  work?.scores.find((score) => score.name === name);

/** The one that took the least time; of all but us. */
export const bestPeer = (work: WorkResult | undefined): Score | undefined =>
  work?.scores
    .filter((score) => !isOurs(score) && score.name !== ceilingName)
    .toSorted((a, b) => a.seconds - b.seconds)[0];

/** Of several rounds: the middle, the least and the most. */
export const figureOf = (values: readonly number[]): Figure | null =>
  values.length === 0
    ? null
    : {
        value: median(values),
        spread: values.length === 1 ? null : [Math.min(...values), Math.max(...values)],
      };

/** By round: what one needed by what the other needed in the same round. */
export const ratioOf = (
  one: Score | undefined,
  other: Score | undefined,
  of: (run: Measurement) => number = ({ seconds }) => seconds,
): Figure | null => {
  if (one === undefined || other === undefined) return null;
  const pairs = one.runs.flatMap((run, round) => {
    const beside = other.runs[round];
    return beside === undefined ? [] : [of(run) / of(beside)];
  });
  return figureOf(pairs);
};
