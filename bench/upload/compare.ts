import { mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import { measure, median } from "./measure.ts";
import type { Measurement } from "./measure.ts";
import type { Contender, Work } from "./peers.ts";

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

const toScore = (name: string, runs: readonly Measurement[]): Score => {
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

/** Runs all contenders in turns, `rounds` times, so that a busy minute hits each of them. */
export const compare = async (
  stopwatch: string,
  contenders: readonly Contender[],
  work: Work,
  rounds: number,
  say: (line: string) => void,
): Promise<readonly Score[]> => {
  const runs = new Map<string, Measurement[]>();
  for (let round = 1; round <= rounds; round += 1) {
    for (const contender of turnedBy(contenders, round - 1)) {
      const run = await measure(stopwatch, contender.command(work));
      runs.set(contender.name, [...(runs.get(contender.name) ?? []), run]);
      const cpu = `${run.seconds.toFixed(2)} s, ${run.cpuSeconds.toFixed(2)} s CPU`;
      say(`  ${round}/${rounds} ${contender.name}: ${cpu}`);
    }
  }
  return [...runs].map(([name, measured]) => toScore(name, measured));
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
