import path from "node:path";
import { defineConfig } from "vitest/config";

/** For `npm run check`: it reads sources and loads none, so that it needs neither patches nor projects. */
export default defineConfig({
  test: {
    root: path.resolve(import.meta.dirname, ".."),
    include: ["test/architecture.test.ts"],
    environment: "node",
  },
});
