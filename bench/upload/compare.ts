import { mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import { measure, median } from "./measure.ts";
import type { Measurement } from "./measure.ts";
import type { Contender, Work } from "./peers.ts";
import type { MissingPeer } from "./results.ts";

/** What several runs of one contender came to. */
export interface Score {
  readonly name: string;
  readonly runs: readonly Measurement[];
  readonly seconds: number;
  /** Least and most. */
  readonly spread: readonly [number, number];
  readonly cpuSeconds: number;
  readonly peakRssBytes: number;
}

/** Several runs of one contender, in the order of the rounds. */
export const toScore = (name: string, runs: readonly Measurement[]): Score => {
  const seconds = runs.map((run) => run.seconds);
  return {
    name,
    runs,
    seconds: median(seconds),
    spread: [Math.min(...seconds), Math.max(...seconds)],
    cpuSeconds: median(runs.map((run) => run.cpuSeconds)),
    peakRssBytes: Math.max(...runs.map((run) => run.peakRssBytes)),
  };
};

/** From another one each time: the first of a round finds the machine as the last of the round before has left it. */
const turnedBy = <T>(all: readonly T[], count: number): readonly T[] => [
  ...all.slice(count % all.length),
  ...all.slice(0, count % all.length),
];

export interface Comparison {
  readonly scores: readonly Score[];
  /** Peers that failed, and with what they did: measured no further, and in no score. */
  readonly failed: readonly MissingPeer[];
}

/** Runs all contenders in turns, `rounds` times, so that a busy minute hits each of them. Rejects when ours fails. */
export const compare = async (
  stopwatch: string,
  contenders: readonly Contender[],
  work: Work,
  rounds: number,
  say: (line: string) => void,
): Promise<Comparison> => {
  const runs = new Map<string, Measurement[]>();
  const failed = new Map<string, string>();
  for (let round = 1; round <= rounds; round += 1) {
    for (const { name, command, isPeer = false } of turnedBy(contenders, round - 1)) {
      if (failed.has(name)) continue;
      try {
        const run = await measure(stopwatch, command(work));
        runs.set(name, [...(runs.get(name) ?? []), run]);
        const cpu = `${run.seconds.toFixed(2)} s, ${run.cpuSeconds.toFixed(2)} s CPU`;
        say(`  ${round}/${rounds} ${name}: ${cpu}`);
      } catch (thrown) {
        if (!isPeer) throw thrown;
        const reason = String(thrown instanceof Error ? thrown.message : thrown).trim();
        failed.set(name, reason.split("\n").at(-1) ?? reason);
        runs.delete(name);
        say(`  ${name} could not be run: ${reason}`);
      }
    }
  }
  return {
    scores: [...runs].map(([name, measured]) => toScore(name, measured)),
    failed: [...failed].map(([name, reason]) => ({ name, reason })),
  };
};

/** Folders that go when the bench is done. */
export class Scratch {
  readonly #root: string;
  #count = 0;

  private constructor(root: string) {
    this.#root = root;
  }

  static async create(parent: string): Promise<Scratch> {
    return new Scratch(await mkdtemp(path.join(parent, "s3-sftp-bench-")));
  }

  get root(): string {
    return this.#root;
  }

  /** A path that nothing has yet. */
  next(): string {
    this.#count += 1;
    return path.join(this.#root, String(this.#count));
  }

  async remove(): Promise<void> {
    await rm(this.#root, { recursive: true, force: true });
  }
}
