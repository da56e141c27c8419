// Everything that can be said about the source without running the product; all checks at once, under ten seconds.
import { spawn } from "node:child_process";

const checks: Readonly<Record<string, readonly string[]>> = {
  types: ["tsc", "--noEmit"],
  lint: ["oxlint", "--type-aware", "--deny-warnings"],
  format: ["oxfmt", "--check"],
  "dead code": ["knip"],
  architecture: ["vitest", "run", "--config", "scripts/architecture.config.ts"],
  docs: ["node", "scripts/generate-docs.ts", "--check"],
};

const run = (name: string, [command = "", ...args]: readonly string[]) =>
  new Promise<boolean>((resolve) => {
    const startedAtMs = performance.now();
    const chunks: Buffer[] = [];
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
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
