import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { fail, ok, type Result } from "../../src/domain/result.ts";

/** A bundle that was just built. */
export interface Bundle {
  /** Path of the app's program. */
  readonly program: string;
  readonly id: string;
  /** What it took. */
  readonly ms: number;
}

/** Builds dist/ as `npm run build` does. Fails with what the bundler says of the source; dist/ is as before then. */
export const buildBundle = async (root: string): Promise<Result<Bundle, string>> => {
  const folder = path.resolve(root, process.env["S3_SFTP_DIST"] ?? "dist");
  const startedMs = performance.now();
  try {
    await promisify(execFile)(process.execPath, [path.join(root, "scripts/build.ts")]);
  } catch (thrown) {
    if (thrown instanceof Error && "stderr" in thrown) return fail(String(thrown.stderr));
    throw thrown;
  }
  const id = (await readFile(path.join(folder, "build-id"), "utf8")).trim();
  const ms = Math.round(performance.now() - startedMs);
  return ok({ program: path.join(folder, "main.js"), id, ms });
};
