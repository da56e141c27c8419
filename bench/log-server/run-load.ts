import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import path from "node:path";
import type { LoadPlan, LoadResult } from "./load.ts";

/** Runs a plan in a process of its own and gives what came of it. */
export const loadFrom = async (plan: LoadPlan): Promise<LoadResult> => {
  const program = path.join(import.meta.dirname, "load.ts");
  const child = spawn(process.execPath, [program, JSON.stringify(plan)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const result: LoadResult = JSON.parse(await text(child.stdout));
  if (result.wrong > 0) throw new Error(`${result.wrong} answers were not ${plan.status}`);
  return result;
};
