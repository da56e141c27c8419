import { times, type Aim, type Figure } from "../aims.ts";
import { median, quantile } from "../tui/statistics.ts";

/** What was started, in the order of a table. `from source` is what the others are compared with. */
export const starters = ["node dist/main.js", "the installed program"] as const;
export type Starter = (typeof starters)[number];

/** Milliseconds of each start; the same place in both lists is the same turn. */
export type Turns = Readonly<Record<Starter, readonly number[]>>;

/** Everything that `npm run bench -- start` found. */
export interface StartResults {
  readonly measuredAt: string;
  readonly machine: string;
  readonly loadAverage: number;
  readonly version: Turns;
  readonly firstFrame: Turns;
}

/** The installed one by the one from source, turn by turn: the middle, and the middle half. */
export const ratioOf = (turns: Turns): Figure => {
  const source = turns["node dist/main.js"];
  const ratios = turns["the installed program"].map((ms, turn) => ms / (source[turn] ?? 0));
  return { value: median(ratios), spread: [quantile(ratios, 0.25), quantile(ratios, 0.75)] };
};

const limit = 1.05;

const aim = (what: string, of: (results: StartResults) => Turns): Aim<StartResults> => ({
  what: `${what}, installed by node dist/main.js`,
  sense: "at most",
  limit,
  show: times,
  of: (results) => ratioOf(of(results)),
});

export const startAims: readonly Aim<StartResults>[] = [
  aim("--version", ({ version }) => version),
  aim("first frame", ({ firstFrame }) => firstFrame),
];
