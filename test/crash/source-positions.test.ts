import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterEach, beforeEach, expect, it } from "vitest";
import { withSourcePositions } from "../../src/crash/source-positions.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "s3-sftp-map with space-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Bundles a program into one line as ours is, and gives the stack that it throws. */
const stackOf = async (source: string): Promise<string> => {
  await writeFile(path.join(folder, "thrower.ts"), source);
  const outfile = path.join(folder, "bundle.js");
  await build({
    entryPoints: [path.join(folder, "thrower.ts")],
    outfile,
    bundle: true,
    format: "esm",
    minify: true,
    sourcemap: true,
    sourcesContent: false,
  });
  // A process of its own: the test's runner reads maps by itself.
  const program = `
    const { run } = await import(${JSON.stringify(pathToFileURL(outfile).href)});
    try { run(); } catch (thrown) { process.stdout.write(thrown.stack); }`;
  const args = ["--input-type=module", "-e", program];
  return (await promisify(execFile)(process.execPath, args)).stdout;
};

const source = `// A line before.
interface Nothing { readonly of: string }
const inner = (nothing: Nothing | null): string => {
  if (nothing === null) throw new Error("the fault");
  return nothing.of;
};
export const run = () => inner(null);
`;

it("names file and line of the source in a stack of the bundle", async () => {
  const stack = await stackOf(source);
  expect(stack).toContain("bundle.js:1:");
  const mapped = withSourcePositions(stack);
  expect(mapped).toContain("Error: the fault");
  expect(mapped).toMatch(/thrower\.ts:4:\d+/);
  expect(mapped).toMatch(/thrower\.ts:7:\d+/);
  expect(mapped).not.toContain("bundle.js");
});

it("leaves a stack as it is where no map can be read", async () => {
  const stack = await stackOf(source);
  await rm(path.join(folder, "bundle.js.map"));
  expect(withSourcePositions(stack)).toBe(stack);
  await writeFile(path.join(folder, "bundle.js.map"), "no map");
  expect(withSourcePositions(stack)).toBe(stack);
});
