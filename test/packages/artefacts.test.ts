import { execFileSync } from "node:child_process";
import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";
import { artefactsFolder } from "../support/sites/bare-system.ts";

const megabyte = 1e6;
/** Issue 17: what is still quick to bring to a machine by hand. */
const maxBytes: Readonly<Record<string, number>> = { ".deb": 40 * megabyte, ".gz": 55 * megabyte };

it("keeps the packages small enough to be carried to a machine", async () => {
  const names = (await readdir(artefactsFolder)).filter((name) => path.extname(name) in maxBytes);
  expect(names.length).toBeGreaterThanOrEqual(3);
  for (const name of names) {
    const { size } = await stat(path.join(artefactsFolder, name));
    expect(size, name).toBeLessThanOrEqual(maxBytes[path.extname(name)] ?? 0);
  }
});

it("sums up every artefact in a form that sha256sum checks", async () => {
  const checked = execFileSync("sha256sum", ["--check", "SHA256SUMS"], {
    cwd: artefactsFolder,
    encoding: "utf8",
  });
  const names = (await readdir(artefactsFolder)).filter((name) => name !== "SHA256SUMS");
  expect(checked.trim().split("\n").sort()).toEqual(names.map((name) => `${name}: OK`).sort());
});
