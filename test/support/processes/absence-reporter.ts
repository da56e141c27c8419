import path from "node:path";
import type { Reporter, TestModule } from "vitest/node";
import { absentComponents } from "./components.ts";
import { absenceLines } from "../values/absence-lines.ts";
import { isFullRun } from "../values/run-size.ts";

const skippedCount = (module: TestModule): number =>
  [...module.children.allTests("skipped")].length;

/** Says at the end of a run what did not run on this machine, and what to do about it; nothing when all did. */
export const createAbsenceReporter = (): Reporter => ({
  onTestRunEnd: (modules) => {
    const skipped = modules.map((module) => ({
      file: path.relative(process.cwd(), module.moduleId),
      tests: skippedCount(module),
    }));
    const lines = absenceLines({ absent: absentComponents(), isFullRun, skipped });
    if (lines.length > 0) process.stderr.write(`\n${lines.join("\n")}\n`);
  },
});
