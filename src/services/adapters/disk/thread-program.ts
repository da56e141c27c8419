import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A thread's program. The bundle has it beside its main file as .js; the source tree beside this file as .ts. */
export const threadProgram = (name: "folder-thread" | "sha256-thread"): URL => {
  const bundled = new URL(`./${name}.js`, import.meta.url);
  return existsSync(fileURLToPath(bundled)) ? bundled : new URL(`./${name}.ts`, import.meta.url);
};

/** What went wrong in a thread, as node:fs threw it there. */
export const threadError = (failed: { readonly code: string; readonly message: string }): Error =>
  Object.assign(new Error(failed.message), { code: failed.code });
