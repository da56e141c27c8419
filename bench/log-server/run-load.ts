import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { text } from "node:stream/consumers";
import { toRequest, type LoadPlan, type LoadResult } from "./load.ts";

/** Compiles load.c into `folder` and gives what runs a plan with it. */
export const buildLoad = (folder: string): ((plan: LoadPlan) => Promise<LoadResult>) => {
  const program = path.join(folder, "load");
  const source = path.join(import.meta.dirname, "load.c");
  execFileSync("cc", ["-O2", "-o", program, source], { stdio: "inherit" });
  return async (plan) => {
    const { port, connections, seconds, maxPosts = 1_000_000_000, status } = plan;
    const args = [port, connections, seconds, maxPosts, status].map(String);
    const child = spawn(program, args, { stdio: ["pipe", "pipe", "inherit"] });
    const exited = once(child, "exit");
    child.stdin.end(toRequest(plan));
    const said = await text(child.stdout);
    const [code] = await exited;
    if (code !== 0) throw new Error(`the load ended with ${String(code)}`);
    const result: LoadResult = JSON.parse(said);
    if (result.wrong > 0) throw new Error(`${result.wrong} answers were not ${status}`);
    return result;
  };
};
