import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lateBuiltins } from "../../../scripts/build/late-builtins.ts";

let root = "";
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), "s3-sftp-late-builtins-"));
  await mkdir(path.join(root, "src"));
});
afterAll(() => rm(root, { recursive: true }));

const bundle = async (file: string, source: string): Promise<{ text: string; at: string }> => {
  const entry = path.join(root, file);
  await writeFile(entry, source);
  const at = path.join(root, `${path.basename(file, ".ts")}.mjs`);
  const { outputFiles } = await build({
    entryPoints: [entry],
    outfile: at,
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    logLevel: "silent",
    plugins: [lateBuiltins(root)],
  });
  const text = outputFiles[0]?.text ?? "";
  await writeFile(at, text);
  return { text, at };
};

const imports = /from ?"node:crypto"/;

describe("a late module of Node", () => {
  it("is not loaded by what imports from it, and does what it does when it is called", async () => {
    const { text, at } = await bundle(
      "src/sum.ts",
      `import { createHash } from "node:crypto";
       export const sum = (text) => createHash("sha256").update(text).digest("hex");`,
    );
    expect(text).not.toMatch(imports);
    const loaded: { sum: (text: string) => string } = await import(pathToFileURL(at).href);
    expect(loaded.sum("a")).toBe(createHash("sha256").update("a").digest("hex"));
  });

  it("makes what is made with new", async () => {
    const { at } = await bundle(
      "src/made.ts",
      `import { Worker } from "node:worker_threads";
       export const isRefused = () => {
         try { return new Worker("no such file: relative"); }
         catch (error) { return error.code === "ERR_WORKER_PATH"; }
       };`,
    );
    const loaded: { isRefused: () => boolean } = await import(pathToFileURL(at).href);
    expect(loaded.isRefused()).toBe(true);
  });

  it("refuses to be asked for what is no function, while the bundle is made", async () => {
    await expect(
      bundle("src/constant.ts", `import { constants } from "node:zlib"; console.log(constants);`),
    ).rejects.toThrow("constants");
  });

  it("is left as it is for others than our own modules, and for all that a first frame needs", async () => {
    const theirs = await bundle(
      "theirs.ts",
      `import { hash } from "node:crypto"; console.log(hash);`,
    );
    expect(theirs.text).toMatch(imports);
    const early = await bundle(
      "src/path.ts",
      `import { join } from "node:path"; console.log(join);`,
    );
    expect(early.text).toContain('from "node:path"');
  });
});
