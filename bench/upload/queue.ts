import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import type { Scratch } from "./compare.ts";
import type { QueueResult } from "./results.ts";
import { writeManyFiles } from "./sources.ts";

/** Queues `count` small files in a process of its own, and takes a screen's snapshots of them. */
export const measureQueue = async (scratch: Scratch, count: number): Promise<QueueResult> => {
  if (count === 0) return { queued: 0, readyMs: 0, snapshotMs: 0, peakRssBytes: 0 };
  const folder = scratch.next();
  const home = scratch.next();
  await writeManyFiles(folder, count, 16);
  await mkdir(home);
  const program = path.join(import.meta.dirname, "queue-program.ts");
  const { stdout } = await promisify(execFile)(process.execPath, [program, folder, home]);
  const result: QueueResult = JSON.parse(stdout);
  return result;
};
