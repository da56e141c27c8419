import { existsSync } from "node:fs";
import path from "node:path";
import { ToolMissing } from "../tool-missing.ts";
import type { Command } from "./measure.ts";
import { awsEnvironment } from "./peers.ts";
import type { Work } from "./peers.ts";

// BENCH_PROGRAM tries another build.
const ownProgram =
  process.env["BENCH_PROGRAM"] ?? path.resolve(import.meta.dirname, "../../dist/main.js");

/** Our own command line as it is delivered. Throws when it has not been built. */
export const ourCommand = (
  { source, endpoint, cert }: Work,
  home: string,
  withSha256: boolean,
  program: string = ownProgram,
): Command => {
  if (!existsSync(program)) throw new ToolMissing(`${program} is missing: npm run build`);
  const upload = ["upload", "--endpoint", endpoint, "--bucket", "bench", "--json"];
  return {
    argv: [process.execPath, program, ...upload, ...(withSha256 ? [] : ["--no-sha256"]), source],
    // State goes into a folder of its own each time: a second run would find everything delivered.
    env: { ...awsEnvironment(cert), NODE_EXTRA_CA_CERTS: cert, S3_SFTP_HOME: home },
  };
};
