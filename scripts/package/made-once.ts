import { chmod, mkdir } from "node:fs/promises";
import path from "node:path";
import { runTool } from "../release/run-tool.ts";
import type { Architecture } from "./architectures.ts";
import { compileKeytar } from "./compile-keytar.ts";
import type { FindPackage } from "./published-package.ts";

/** What several packages of an architecture have, made once. */
export interface MadeOnce {
  /** Node, stripped. */
  readonly runtime: string;
  readonly keytarModule: string;
}

/** Strips Node and compiles keytar for an architecture, into `folder`. */
export const makeOnce = async (
  find: FindPackage,
  architecture: Architecture,
  folder: string,
): Promise<MadeOnce> => {
  await mkdir(folder, { recursive: true });
  const runtime = path.join(folder, "node");
  const keytarModule = path.join(folder, "keytar.node");
  const published = await find(`node-linux-${architecture.node}`);
  const strip = ["--strip-all", "-o", runtime, `${published.folder}/bin/node`];
  await runTool(folder, `${architecture.triplet}-strip`, ...strip);
  await chmod(runtime, 0o755);
  await compileKeytar({
    keytar: (await find("keytar")).folder,
    addonApi: (await find("node-addon-api")).folder,
    headers: path.join(published.folder, "include/node"),
    architecture,
    output: keytarModule,
  });
  return { runtime, keytarModule };
};
