import { availableParallelism } from "node:os";
import path from "node:path";
import { defineConfig } from "vitest/config";
import { allPatches } from "./scripts/patching/all-patches.ts";
import { vitePatches } from "./scripts/patching/vite-plugin.ts";
import { isFullRun } from "./test/support/values/run-size.ts";
import { createAbsenceReporter } from "./test/support/processes/absence-reporter.ts";

const nodeModules = path.join(import.meta.dirname, "node_modules");

// The patched packages, and those that must find the same ones as they do.
const inlined = [
  ...allPatches.map((patch) => patch.package),
  "ink-select-input",
  "ink-testing-library",
  "cli-truncate",
  "widest-line",
];

const project = (name: string, include: string[], extra: object = {}) => ({
  plugins: [vitePatches(allPatches, nodeModules, inlined)],
  test: {
    name,
    include,
    environment: "node",
    server: { deps: { inline: inlined.map((each) => new RegExp(`/node_modules/${each}/`)) } },
    // What happens in another process or after a frame may take its time on a busy machine.
    expect: { poll: { timeout: 20_000 } },
    ...extra,
  },
});

/** Tests that need a process which nothing else has run in. */
const alone = [
  // Ink's colours are decided once, by FORCE_COLOR.
  "test/tui/widgets/text-field/text-field.test.tsx",
  "test/tui/widgets/spans.test.tsx",
];

export default defineConfig({
  test: {
    // Whole-app tests start processes of their own, and wait for them half of the time.
    maxWorkers: isFullRun ? 2 : Math.max(3, availableParallelism() / 2),
    reporters: ["default", createAbsenceReporter()],
    globalSetup: ["test/support/processes/global-setup.ts"],
    projects: [
      project("unit", ["test/**/*.test.{ts,tsx}"], {
        exclude: [
          ...["contract", "e2e", "faults", "soak"].map((name) => `test/${name}/**`),
          // On systems of their own: scripts/install-test.sh.
          "test/packages/**",
          ...alone,
        ],
        // One process runs many files: to load the same modules for each anew is a third of what they cost. Modules
        // have no state and no side effects; what a test changes of the process, it changes back.
        isolate: false,
        unstubEnvs: true,
        unstubGlobals: true,
        // A busy machine is slow, not wrong: speed is measured in bench/, never here. Longer than expect.poll and waitUntil
        // wait, which say what for.
        testTimeout: 40_000,
      }),
      project("alone", alone),
      project("contract", ["test/contract/**/*.test.ts"], {
        testTimeout: 60_000,
        hookTimeout: 120_000,
      }),
      project("e2e", ["test/e2e/**/*.test.ts"], { testTimeout: 120_000, hookTimeout: 120_000 }),
      project("faults", ["test/faults/**/*.test.ts"], {
        testTimeout: 180_000,
        hookTimeout: 120_000,
      }),
    ],
  },
});
