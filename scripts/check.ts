// Everything that can be said about the source without running the product; all checks at once, under ten seconds.
import { spawn } from "node:child_process";
import path from "node:path";

// What a run learned and the next one need not; `npm ci` removes it.
const cache = path.join("node_modules", ".cache", "s3-sftp");

const checks: Readonly<Record<string, readonly string[]>> = {
  types: ["tsc", "--incremental", "--tsBuildInfoFile", path.join(cache, "types.tsbuildinfo")],
  lint: ["oxlint", "--type-aware", "--deny-warnings"],
  format: ["oxfmt", "--check"],
  "dead code": ["knip", "--cache", "--cache-location", path.join(cache, "knip")],
  architecture: ["vitest", "run", "--config", "scripts/architecture.config.ts"],
  docs: ["node", "scripts/generate-docs.ts", "--check"],
};

// The type checker and the linter are Go programs that end in seconds: collecting garbage was a quarter of their time.
// They need less than 1 GiB each; at twice that they collect after all.
const env = { GOGC: "off", GOMEMLIMIT: "2GiB", ...process.env };

const run = (name: string, [command = "", ...args]: readonly string[]) =>
  new Promise<boolean>((resolve) => {
    const startedAtMs = performance.now();
    const chunks: Buffer[] = [];
    const child = spawn(command, args, { env, stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.on("error", (error) => chunks.push(Buffer.from(String(error))));
    child.on("close", (code) => {
      const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
      console.log(`${code === 0 ? "ok    " : "FAILED"} ${name} (${seconds} s)`);
      if (code !== 0) console.log(Buffer.concat(chunks).toString());
      resolve(code === 0);
    });
  });

const results = await Promise.all(Object.entries(checks).map(([name, line]) => run(name, line)));
process.exitCode = results.every(Boolean) ? 0 : 1;
