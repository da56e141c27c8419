import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import manifest from "../../package.json" with { type: "json" };
import { allPatches } from "../../scripts/patching/all-patches.ts";
import { esbuildPatches } from "../../scripts/patching/esbuild-plugin.ts";
import type { Scratch } from "./compare.ts";
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

/** Queues `count` small files in a process of its own, and takes a screen's snapshots of them. */
export const measureQueue = async (scratch: Scratch, count: number): Promise<QueueResult> => {
  if (count === 0) return { queued: 0, readyMs: 0, snapshotMs: 0, peakRssBytes: 0 };
  const folder = scratch.next();
  const home = scratch.next();
  await writeManyFiles(folder, count, 16);
  await mkdir(home);
  const program = `${scratch.next()}.mjs`;
  await bundle(path.join(import.meta.dirname, "queue-program.ts"), program);
  const { stdout } = await promisify(execFile)(process.execPath, [program, folder, home]);
  const result: QueueResult = JSON.parse(stdout);
  return result;
};
