import { aimsTable, machineLetter, markdownTable } from "../aims.ts";
import { tuiAims } from "./results.ts";
import type { TuiResults } from "./results.ts";

const shown = (value: number): string => value.toFixed(value < 100 ? 1 : 0);

const toMachine = (results: TuiResults, index: number): string => {
  const { machine, measuredAt, loadAverage, rows, others, missing = [] } = results;
  const besides = others.map(
    ({ name, drawnMs, keys }) =>
      `${name} draws the folder in ${shown(drawnMs)} ms and writes ${keys.medianBytes} B a key.`,
  );
  return [
    `### ${machineLetter(index)}: ${machine}; ${measuredAt.slice(0, 10)}`,
    `${[...besides, ...missing.map((name) => `${name} is not installed here.`)].join(" ")} Load average ${shown(loadAverage)} when it began.`,
    markdownTable(
      ["", "measured"],
      rows.map(({ name, unit, measured }) => [name, `${shown(measured)} ${unit}`]),
    ),
  ].join("\n\n");
};

/** The section of bench/README.md, of all machines whose results are kept. */
export const toMarkdown = (
  machines: readonly TuiResults[],
): string => `## The terminal app: \`npm run bench -- tui\`

On a PTY of 80 × 24, four uploads of 2 GiB at 24 MiB/s to a stand-in store in a process of its own; mc and nnn in the same
folder. First frame and folder as every start but the first has them, with the compiled code that one has kept. Times are
only worth something on a machine that has nothing else to do, bytes and memory always. An aim is reached when it holds on
every machine here.

${aimsTable(tuiAims, machines)}

${machines.map(toMachine).join("\n\n")}`;
