import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import manifest from "../../package.json" with { type: "json" };
import { allPatches } from "../../scripts/patching/all-patches.ts";
import { esbuildPatches } from "../../scripts/patching/esbuild-plugin.ts";
import type { Scratch } from "./compare.ts";
import { measure, median } from "./measure.ts";
import { s5cmdDryRun } from "./peers.ts";
import type { Programs } from "./programs.ts";
import type { QueueResult } from "./results.ts";
import { writeManyFiles } from "./sources.ts";

/** As the programs are bundled: Node's own reader of TypeScript would be measured too, and takes 25 MiB. */
const bundle = (source: string, program: string) =>
  build({
    entryPoints: [source],
    outfile: program,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node24",
    plugins: [esbuildPatches(allPatches, path.resolve(import.meta.dirname, "../../node_modules"))],
    external: [...Object.keys(manifest.optionalDependencies), "keytar"],
    banner: {
      js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
    },
  });

export interface QueueMeasured {
  readonly queue: QueueResult;
  readonly queueByDryRun: readonly number[];
}

const nothing: QueueMeasured = {
  queue: { queued: 0, readyMs: 0, snapshotMs: 0, peakRssBytes: 0 },
  queueByDryRun: [],
};

/**
 * Queues `count` small files in a process of its own, and takes a screen's snapshots of them; in turns with what s5cmd
 * says it would copy of the same folder.
 */
export const measureQueue = async (
  scratch: Scratch,
  { measure: stopwatch, cert }: Programs,
  count: number,
  rounds: number,
): Promise<QueueMeasured> => {
  if (count === 0) return nothing;
  console.log(`W5: ${count} files queued`);
  const source = scratch.next();
  await writeManyFiles(source, count, 16);
  const program = `${scratch.next()}.mjs`;
  await bundle(path.join(import.meta.dirname, "queue-program.ts"), program);
  const dryRun = s5cmdDryRun();
  // Nothing is asked of it.
  const work = { source, isFolder: true, endpoint: "https://127.0.0.1:9", cert };
  const results: QueueResult[] = [];
  const queueByDryRun: number[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const home = scratch.next();
    await mkdir(home);
    const { stdout } = await promisify(execFile)(process.execPath, [program, source, home]);
    const result: QueueResult = JSON.parse(stdout);
    results.push(result);
    if (dryRun === null) continue;
    const run = await measure(stopwatch, dryRun.command(work));
    queueByDryRun.push(result.readyMs / 1000 / run.seconds);
    console.log(
      `  ${round}/${rounds} ${(result.readyMs / 1000).toFixed(2)} s, ${dryRun.name}: ${run.seconds.toFixed(2)} s`,
    );
  }
  const middle = (of: (result: QueueResult) => number) => median(results.map((each) => of(each)));
  return {
    queue: {
      queued: Math.min(...results.map(({ queued }) => queued)),
      readyMs: middle(({ readyMs }) => readyMs),
      snapshotMs: middle(({ snapshotMs }) => snapshotMs),
      peakRssBytes: Math.max(...results.map(({ peakRssBytes }) => peakRssBytes)),
    },
    queueByDryRun,
  };
};
