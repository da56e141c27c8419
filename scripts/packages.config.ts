import path from "node:path";
import { defineConfig } from "vitest/config";

/** For scripts/install-test.sh: the packages in artefacts/, installed on systems that have nothing. */
export default defineConfig({
  test: {
    root: path.resolve(import.meta.dirname, ".."),
    include: ["test/packages/**/*.test.ts"],
    environment: "node",
    testTimeout: 180_000,
    hookTimeout: 180_000,
    maxWorkers: 2,
  },
});
