import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findInstallation } from "../../src/wiring/installation.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "s3-sftp-installation-"));
});
afterEach(async () => rm(root, { recursive: true, force: true }));

const installedIn = async (name: string, mark: string | null) => {
  const folder = path.join(root, name);
  await mkdir(path.join(folder, "dist"), { recursive: true });
  if (mark !== null) await writeFile(path.join(folder, "installed-as"), mark);
  return { folder, found: await findInstallation(path.join(folder, "dist")) };
};

describe("an installation", () => {
  it.each([
    ["lib/s3-sftp", "deb\n", "deb"],
    ["lib/s3-sftp", "tarball\n", "tarball"],
    ["lib/node_modules/s3-sftp", null, "npm"],
    ["projects/s3-sftp", null, "source"],
    ["projects/s3-sftp", "by magic\n", "source"],
  ] as const)("in %s that says %j is of the kind %s", async (name, mark, kind) => {
    const { folder, found } = await installedIn(name, mark);
    expect(found).toEqual({ as: kind, folder });
  });

  it("is the source where nothing was bundled", async () => {
    const folder = path.resolve(import.meta.dirname, "../..");
    expect(await findInstallation(null)).toEqual({ as: "source", folder });
  });
});
