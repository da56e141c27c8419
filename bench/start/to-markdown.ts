import { aimsTable, machineLetter, markdownTable } from "../aims.ts";
import { median, quantile } from "../tui/statistics.ts";
import { startAims, starters, type StartResults, type Turns } from "./results.ts";

const ms = (value: number): string => `${value.toFixed(1)} ms`;

const rowsOf = (what: string, turns: Turns): readonly (readonly string[])[] =>
  starters.map((starter) => {
    const all = turns[starter];
    return [what, starter, ms(median(all)), ms(Math.min(...all)), ms(quantile(all, 0.1))];
  });

const toMachine = (results: StartResults, index: number): string => {
  const { machine, measuredAt, loadAverage, version, firstFrame } = results;
  const turns = `${version["node dist/main.js"].length} and ${firstFrame["node dist/main.js"].length} turns`;
  return [
    `### ${machineLetter(index)}: ${machine}; ${measuredAt.slice(0, 10)}`,
    `${turns}. Load average ${loadAverage.toFixed(1)} when it began.`,
    markdownTable(
      ["", "", "median", "least", "10th percentile"],
      [...rowsOf("--version", version), ...rowsOf("first frame", firstFrame)],
    ),
  ].join("\n\n");
};

/** The section of bench/README.md, of all machines whose results are kept. */
export const toMarkdown = (
  machines: readonly StartResults[],
): string => `## Start of the installed program: \`npm run bench -- start\`

The program of the tarball, installed by its \`install.sh\` with the runtime that is in it, and \`node dist/main.js\` of the same
build, on the Node of the same version in \`node_modules\`: in turns, each first in every second one, by the wall. A ratio is
taken within each turn; in brackets the middle half. First frame: from the start until "Files" stands on a terminal of
80 × 24, with a stored connection.

${aimsTable(startAims, machines)}

${machines.map(toMachine).join("\n\n")}`;
