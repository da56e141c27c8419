import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cp, mkdtemp, readdir, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import manifest from "../../../package.json" with { type: "json" };
import { isFullRun } from "../../support/values/run-size.ts";

const root = path.resolve(import.meta.dirname, "../../..");
const parts = ["src", "scripts", "patches", "package.json", "package-lock.json", "tsconfig.json"];

let folder: string;
/** Copies the sources into a folder of their own and builds there. Gives the folder of the programs. */
const buildIn = async (name: string, environment: Readonly<Record<string, string>>) => {
  const tree = path.join(folder, name);
  for (const part of parts) {
    await cp(path.join(root, part), path.join(tree, part), { recursive: true });
  }
  await symlink(path.join(root, "node_modules"), path.join(tree, "node_modules"));
  const env = { ...process.env, S3_SFTP_DIST: "dist", ...environment };
  await promisify(execFile)(process.execPath, ["scripts/build.ts"], { cwd: tree, env });
  return path.join(tree, "dist");
};

const sum = (each: Buffer) => createHash("sha256").update(each).digest("hex");

const sums = async (dist: string): Promise<readonly string[]> => {
  const names = (await readdir(dist)).sort();
  const contents = await Promise.all(names.map((name) => readFile(path.join(dist, name))));
  return names.map((name, at) => `${name} ${sum(contents[at] ?? Buffer.alloc(0))}`);
};

let first: string;
let second: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "s3-sftp-reproducible-"));
  first = await buildIn("a", { TZ: "UTC", LC_ALL: "C" });
  second = await buildIn("another folder", { TZ: "Pacific/Apia", SOURCE_DATE_EPOCH: "1" });
}, 60_000);
afterAll(async () => rm(folder, { recursive: true, force: true }));

const textOf = async (name: string) => readFile(path.join(first, name), "utf8");

describe.runIf(isFullRun)("the build", () => {
  it("gives the same bytes in another folder, at another time", async () => {
    expect(await sums(second)).toEqual(await sums(first));
    expect((await sums(first)).length).toBeGreaterThan(50);
  });

  it("names no folder of the machine that it was made on", async () => {
    for (const name of await readdir(first)) expect(await textOf(name)).not.toContain(folder);
  });

  it("puts the background uploader into one file: an upgrade may take the others away", async () => {
    const text = await textOf("worker.js");
    expect(text).not.toMatch(/(from|import\(?) ?"\.\.?\//);
  });
});

/** The packages that the maps of the bundle name. */
const mapped = async (): Promise<readonly string[]> => {
  const found = new Set<string>();
  for (const name of (await readdir(first)).filter((each) => each.endsWith(".map"))) {
    const { sources }: { sources: readonly string[] } = JSON.parse(await textOf(name));
    for (const source of sources) {
      const [, of] = /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(source) ?? [];
      if (of !== undefined) found.add(of);
    }
  }
  return [...found].sort();
};

interface Bill {
  readonly components: readonly {
    readonly name: string;
    readonly version: string;
    readonly licenses: readonly object[];
    readonly hashes?: readonly { readonly content: string }[];
  }[];
}

describe("what is bundled", () => {
  it("is in the bill of materials, each package with its hash", async () => {
    const { components }: Bill = JSON.parse(await textOf("sbom.cdx.json"));
    const names = new Set(components.map(({ name }) => name));
    expect([...names].sort()).toEqual(await mapped());
    for (const { name, hashes } of components) {
      expect([name, hashes?.[0]?.content]).toEqual([
        name,
        expect.stringMatching(/^[0-9a-f]{128}$/),
      ]);
    }
  });

  it("comes with its terms", async () => {
    const terms = await textOf("THIRD-PARTY-LICENSES");
    const { components }: Bill = JSON.parse(await textOf("sbom.cdx.json"));
    for (const { name, version } of components) expect(terms).toContain(`\n${name} ${version} (`);
    // Ink and a package of the SDK that has no file of its own.
    expect(terms).toContain("Vadim Demedes");
    expect(terms).toContain("TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION");
  });

  it("is no dependency of the package: an install brings what is loaded, and compiles nothing", () => {
    expect(Object.keys(manifest)).not.toContain("dependencies");
    expect(Object.keys(manifest.optionalDependencies)).toEqual([
      "@napi-rs/keyring",
      "@node-rs/crc32",
    ]);
    expect(manifest.peerDependenciesMeta.keytar.optional).toBe(true);
    const scripts: Readonly<Record<string, string>> = manifest.scripts;
    for (const name of ["preinstall", "install", "postinstall"])
      expect(scripts[name]).toBeUndefined();
  });
});
