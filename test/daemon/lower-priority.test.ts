import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { constants } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";

const { PRIORITY_BELOW_NORMAL } = constants.priority;
const source = path.resolve(import.meta.dirname, "../../src/daemon/lower-priority.ts");

const hasAutogroups = (): boolean => {
  try {
    return readFileSync("/proc/sys/kernel/sched_autogroup_enabled", "utf8").trim() === "1";
  } catch {
    return false;
  }
};

/** In a process and session of its own: a priority that was given away does not come back. */
const afterGivingWay = (expression: string): string =>
  execFileSync(
    "setsid",
    [
      "--wait",
      process.execPath,
      "--input-type=module",
      "-e",
      `const { lowerPriority } = await import(${JSON.stringify(source)});
       await lowerPriority();
       const os = await import("node:os");
       const { readFileSync } = await import("node:fs");
       console.log(${expression});`,
    ],
    { encoding: "utf8" },
  ).trim();

describe("a daemon's priority", () => {
  it("is below that of what a person works with", () => {
    expect(afterGivingWay("os.getPriority()")).toBe(String(PRIORITY_BELOW_NORMAL));
  });

  it.runIf(hasAutogroups())("is so for its session as well, where sessions are weighed", () => {
    const group = afterGivingWay('readFileSync("/proc/self/autogroup", "utf8")');
    expect(group).toMatch(new RegExp(`nice ${PRIORITY_BELOW_NORMAL}$`));
  });
});
