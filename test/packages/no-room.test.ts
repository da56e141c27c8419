import { execFileSync } from "node:child_process";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  artefact,
  artefacts,
  createBareSystem,
  systemBases,
  type BareSystem,
} from "../support/sites/bare-system.ts";
import { repackWith } from "../support/sites/repack.ts";

const bases = Object.entries(systemBases).filter(([name]) => !name.endsWith("arm64"));
const programs = "/usr/lib/s3-sftp";

describe.each(bases)("the client's package on a %s", (_name, base) => {
  let system: BareSystem;
  beforeEach(async () => {
    system = await createBareSystem(base);
    await mkdir(path.join(system.root, programs));
  });
  afterEach(async () => system.remove());

  const mount = (options: string) =>
    execFileSync("mount", [
      "-t",
      "tmpfs",
      "-o",
      options,
      "tmpfs",
      path.join(system.root, programs),
    ]);
  const umount = () => execFileSync("umount", [path.join(system.root, programs)]);
  const install = async (file: string) => system.run(["dpkg", "-i", await system.bring(file)]);
  const filesIn = async (folder: string) =>
    (await system.run(["find", folder, "-type", "f"])).stdout;
  const state = async () =>
    (await system.run(["dpkg-query", "-W", "-f", "${Status} ${Version}", "s3-sftp"])).stdout;

  it.each([
    ["whose disk is full", "size=40m", "No space left on device"],
    ["whose disk is only read", "ro", "Read-only file system"],
  ])("%s is not there at all, and dpkg says why", async (_what, options, why) => {
    mount(options);
    try {
      const ended = await install(await artefact(artefacts.client));
      expect(ended.code).toBe(1);
      expect(ended.stderr).toContain(why);
      expect(await filesIn(programs)).toBe("");
      expect((await system.run(["ls", "/usr/bin/s3-sftp"])).code).not.toBe(0);
      expect(await state()).not.toContain("install ok installed");
    } finally {
      umount();
    }
  });

  it("that has room for one release only keeps the one that is there, and it works", async () => {
    mount("size=160m");
    try {
      expect(await install(await artefact(artefacts.client))).toMatchObject({ code: 0 });
      const [files, before] = [await filesIn(programs), await state()];
      const newer = await repackWith(await artefact(artefacts.client), "99.0.0");
      const ended = await install(newer.file);
      await newer.remove();
      expect(ended).toMatchObject({ code: 1 });
      expect(ended.stderr).toContain("No space left on device");
      expect(await filesIn(programs)).toBe(files);
      expect(await state()).toBe(before);
      const version = await system.run(["s3-sftp", "--version"], {
        environment: { HOME: "/root" },
      });
      expect(version).toMatchObject({ code: 0, stderr: "" });
    } finally {
      umount();
    }
  });
});
