import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { readIntegrities } from "../build/bundled-packages.ts";
import { runTool } from "../release/run-tool.ts";
import type { Architecture } from "./architectures.ts";

/** Node itself, as packages of npm hold it. The lockfile does not: npm's package `node` fetches it at its install. */
const runtimes = {
  version: "24.21.0",
  integrity: {
    x64: "sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==",
    arm64:
      "sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==",
  },
} as const;

/** A package as it was published, unpacked. */
export interface PublishedPackage {
  readonly folder: string;
  /** "sha512-…", which its tarball has been compared with. */
  readonly integrity: string;
}

/** Gives published packages by their name, each of them once. */
export type FindPackage = (name: string) => Promise<PublishedPackage>;

const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );

/** Fetches a package, compares it with its hash, and unpacks it into `folder`. */
const unpack = async (folder: string, wanted: string, integrity: string): Promise<void> => {
  await mkdir(path.dirname(folder), { recursive: true });
  const scratch = await mkdtemp(`${folder}.`);
  try {
    const name = await runTool(scratch, "npm", "pack", "--silent", wanted);
    const tarball = path.join(scratch, name);
    const hash = createHash("sha512")
      .update(await readFile(tarball))
      .digest("base64");
    if (`sha512-${hash}` !== integrity) throw new Error(`${wanted} is not the one that was locked`);
    await runTool(scratch, "tar", "--extract", "--gzip", `--file=${tarball}`);
    await rename(path.join(scratch, "package"), folder).catch(async (error: unknown) => {
      // Packages are made side by side: another process was first, and has unpacked the same.
      if (!(await exists(folder))) throw error;
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
};

/** Finds the packages that are shipped beside the bundle: those of the lockfile, and Node's runtimes. */
export const openPublishedPackages = async (root: string): Promise<FindPackage> => {
  const cache = path.join(root, "node_modules/.cache/s3-sftp/published");
  const integrities = await readIntegrities(root);
  const lock: { packages: Readonly<Record<string, { version?: string }>> } = JSON.parse(
    await readFile(path.join(root, "package-lock.json"), "utf8"),
  );
  if (lock.packages["node_modules/node"]?.version !== runtimes.version) {
    throw new Error("package.json has another Node: look at scripts/package/published-package.ts");
  }
  const pinned = (name: string) => {
    const [, cpu] = /^node-linux-(x64|arm64)$/.exec(name) ?? [];
    if (cpu === "x64" || cpu === "arm64") {
      return { version: runtimes.version, integrity: runtimes.integrity[cpu] };
    }
    const place = `node_modules/${name}`;
    return { version: lock.packages[place]?.version, integrity: integrities.get(place) };
  };
  return async (name) => {
    const { version, integrity } = pinned(name);
    if (version === undefined || integrity === undefined) throw new Error(`${name} is not locked`);
    const folder = path.join(cache, `${name.replace("/", "+")}@${version}`);
    if (!(await exists(folder))) await unpack(folder, `${name}@${version}`, integrity);
    return { folder, integrity };
  };
};

/** Names of the packages beside the bundle: what the client loads, and what is needed to compile keytar. */
export const nativePackages = ({ node }: Architecture): readonly string[] => [
  "@napi-rs/keyring",
  `@napi-rs/keyring-linux-${node}-gnu`,
  "@node-rs/crc32",
  `@node-rs/crc32-linux-${node}-gnu`,
];
