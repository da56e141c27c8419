import { access } from "node:fs/promises";
import path from "node:path";

/** Whole-app tests run the bundle; `npm test` builds it first, a single test may find none. */
export const setup = async (): Promise<void> => {
  const bundle = path.resolve(import.meta.dirname, "../../../dist/main.js");
  await access(bundle).catch(() => {
    process.stderr.write("dist/ is missing: tests of the whole app need `npm run build` first\n");
  });
};
