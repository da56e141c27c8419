import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { directImports } from "../../../scripts/build/direct-imports.ts";

let root = "";
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), "s3-sftp-direct-imports-"));
  await mkdir(path.join(root, "src"));
  await symlink(
    path.resolve(import.meta.dirname, "../../../node_modules"),
    path.join(root, "node_modules"),
  );
});
afterAll(() => rm(root, { recursive: true }));

const bundle = async (
  sources: Readonly<Record<string, string>>,
): Promise<{ readonly text: string; readonly at: string }> => {
  for (const [file, source] of Object.entries(sources))
    await writeFile(path.join(root, "src", file), source);
  const [entry = ""] = Object.keys(sources);
  const at = path.join(root, `${path.basename(entry, ".ts")}.mjs`);
  const { outputFiles } = await build({
    entryPoints: [path.join(root, "src", entry)],
    outfile: at,
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    logLevel: "silent",
    define: { "process.env.NODE_ENV": '"production"' },
    plugins: [directImports(root)],
  });
  const text = outputFiles[0]?.text ?? "";
  await writeFile(at, text);
  return { text, at };
};

const load = async <T>(at: string): Promise<T> => import(pathToFileURL(at).href);

describe("a module of Node", () => {
  it("lies in the file of whoever imports it, and needs none of its own", async () => {
    for (const name of ["one.ts", "other.ts"])
      await writeFile(
        path.join(root, "src", name),
        `import net from "node:net"; export const found = net.isIP("::1");`,
      );
    const { outputFiles } = await build({
      entryPoints: [path.join(root, "src/one.ts"), path.join(root, "src/other.ts")],
      outdir: path.join(root, "split"),
      absWorkingDir: root,
      bundle: true,
      splitting: true,
      write: false,
      format: "esm",
      platform: "node",
      plugins: [directImports(root)],
    });
    expect(outputFiles.map(({ path: file }) => path.basename(file)).toSorted()).toEqual([
      "one.js",
      "other.js",
    ]);
    // Nothing tells where it was built.
    expect(outputFiles.map(({ text }) => text).join("")).not.toContain(root);
  });

  it("is taken as it is, by name, as a whole and under any name, without an import", async () => {
    const { text, at } = await bundle({
      "builtins.ts": `
        import { constants, readFileSync as read } from "node:fs";
        import path, { sep } from "node:path";
        import * as os from "os";
        export const found = { constants, read, path, sep, home: os.homedir };`,
    });
    expect(text).not.toMatch(/from ?"/);
    const { found } = await load<{ found: Readonly<Record<string, unknown>> }>(at);
    const fs = process.getBuiltinModule("node:fs");
    expect(found).toEqual({
      constants: fs.constants,
      read: fs.readFileSync,
      path: process.getBuiltinModule("node:path"),
      sep: "/",
      home: process.getBuiltinModule("node:os").homedir,
    });
  });

  it("is asked for nothing but what is imported", async () => {
    const { text } = await bundle({
      "few.ts": `import { connect } from "node:net"; export const found = connect;`,
    });
    expect(text).toContain('"connect"');
    expect(text).not.toContain("BlockList");
  });

  it("is imported by what must run in an old Node, too", async () => {
    const { text } = await bundle({
      "main.ts": `import { homedir } from "node:os"; export const found = homedir;`,
    });
    expect(text).toContain('from "node:os"');
  });

  it("fails the bundle where it lacks a name", async () => {
    await expect(
      bundle({ "lacking.ts": `import { notThere } from "node:fs"; console.log(notThere);` }),
    ).rejects.toThrow("notThere");
  });
});

describe("React", () => {
  it("is one for all modules, and copied once", async () => {
    const { text, at } = await bundle({
      "several.ts": `
        import { useState } from "react";
        import React from "react";
        import { jsx } from "react/jsx-runtime";
        import { useState as other } from "./other.ts";
        export const found = [useState === other, useState === React.useState, typeof jsx];`,
      "other.ts": `export { useState } from "react";`,
    });
    expect(text.match(/__toESM\(require_react\(/g)).toHaveLength(1);
    const { found } = await load<{ found: readonly unknown[] }>(at);
    expect(found).toEqual([true, true, "function"]);
  });
});
