import { execFileSync } from "node:child_process";
import { chmod, copyFile, mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  artefact,
  artefacts,
  createBareSystem,
  hasArtefact,
  systemBases,
  type BareSystem,
} from "../support/sites/bare-system.ts";

const bases = Object.entries(systemBases).filter(([name]) => !name.endsWith("arm64"));
const libraries = "usr/lib/x86_64-linux-gnu";
const loader = "usr/lib64/ld-linux-x86-64.so.2";

/** A static program that says `words` and ends with 1, for where there is no C library. */
const writeProgram = async (file: string, words: string): Promise<void> => {
  const source = `#include <unistd.h>
int main(void) { static const char words[] = ${JSON.stringify(`${words}\n`)}; write(2, words, sizeof words - 1); return 1; }`;
  await rm(file, { force: true });
  execFileSync("gcc", ["-static", "-O1", "-x", "c", "-", "-o", file], { input: source });
};

describe.each(bases)("a system made from %s that the runtime cannot run on", (_name, base) => {
  let system: BareSystem;
  let program = "";
  beforeEach(async () => {
    system = await createBareSystem(base);
    const tarball = await system.bring(await artefact(artefacts.tarball));
    await system.run(["tar", "xzf", tarball, "-C", "/opt"]);
    const [name = ""] = await readdir(path.join(system.root, "opt"));
    program = `/opt/${name}/bin/s3-sftp`;
    // What works without the libraries that go away: a shell and the four tools that the script asks then.
    await copyFile("/bin/busybox", path.join(system.root, "bin/busybox"));
    await mkdir(path.join(system.root, "static"));
    for (const tool of ["sh", "env", "uname", "tr", "cut", "readlink"]) {
      await copyFile("/bin/busybox", path.join(system.root, "static", tool));
      await chmod(path.join(system.root, "static", tool), 0o755);
    }
  });
  afterEach(async () => system.remove());

  const at = (file: string) => path.join(system.root, file);
  const start = () => {
    const words = [
      "chroot",
      system.root,
      "/static/env",
      "-i",
      "PATH=/static",
      "/static/sh",
      program,
    ];
    const [file = "", ...args] = words;
    try {
      const stdout = execFileSync(file, [...args, "--version"], {
        encoding: "utf8",
        stdio: "pipe",
      });
      return { code: 0, stdout, stderr: "" };
    } catch (thrown) {
      if (!(thrown instanceof Error && "status" in thrown && "stderr" in thrown)) throw thrown;
      return { code: thrown.status, stdout: "", stderr: String(thrown.stderr) };
    }
  };
  const expectSentence = (...texts: readonly string[]) => {
    const { code, stderr } = start();
    for (const text of texts) expect(stderr).toContain(text);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(stderr).not.toMatch(/not found|version `|cannot open shared|error while loading/);
    expect(code).toBe(3);
  };

  it("is none as long as nothing is taken away", async () => {
    expect(start()).toMatchObject({ code: 0 });
  });

  it("has musl", async () => {
    await rm(at(loader));
    await rm(at(`${libraries}/libc.so.6`));
    await writeFile(at("usr/lib/ld-musl-x86_64.so.1"), "");
    expectSentence("glibc 2.28 or newer", "musl", "npm install");
  });

  it("has an older glibc, as Debian 9", async () => {
    await rename(at(`${libraries}/libc.so.6`), at(`${libraries}/libc-2.24.so`));
    await writeFile(at(`${libraries}/libc.so.6`), "");
    await writeProgram(
      at(loader),
      "node: libc.so.6: version `GLIBC_2.28' not found (required by node)",
    );
    expectSentence("glibc 2.28 or newer", "older one (2.24)");
  });

  it("has no libstdc++", async () => {
    for (const name of await readdir(at(libraries))) {
      if (name.startsWith("libstdc++")) await rm(at(`${libraries}/${name}`));
    }
    expectSentence("libstdc++.so.6", "libstdc++6");
  });

  it("has its libraries elsewhere, and the program starts", async () => {
    await mkdir(at("nix"));
    for (const name of await readdir(at(libraries))) {
      if (/^lib(stdc\+\+|gcc_s)/.test(name))
        await rename(at(`${libraries}/${name}`), at(`nix/${name}`));
    }
    await writeFile(at("etc/ld.so.conf.d/nix.conf"), "/nix\n");
    expect(await system.run(["ldconfig"])).toMatchObject({ code: 0 });
    expect(start()).toMatchObject({ code: 0, stderr: "" });
  });
});

describe.each(bases)("the package for another kind of computer on %s", (_name, base) => {
  it("says in a sentence which one it is for", async ({ skip }) => {
    skip(!(await hasArtefact(artefacts.clientForArm)), "npm run package made none for arm64");
    const system = await createBareSystem(base);
    try {
      const file = await system.bring(await artefact(artefacts.clientForArm));
      await system.run(["dpkg-deb", "--extract", file, "/"]);
      // Where emulation is set up, the kernel would start it.
      await rm(path.join(system.root, "usr/lib/s3-sftp/node"));
      await copyFile("/bin/false", path.join(system.root, "usr/lib/s3-sftp/node"));
      const { code, stderr } = await system.run(["s3-sftp", "--version"]);
      expect(code).toBe(3);
      expect(stderr).toBe(
        "s3-sftp needs Linux on arm64 with glibc 2.28 or newer. This computer is x86_64: use the package for it.\n",
      );
    } finally {
      await system.remove();
    }
  });
});
