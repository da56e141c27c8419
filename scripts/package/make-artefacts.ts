import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import manifest from "../../package.json" with { type: "json" };
import { runTool } from "../release/run-tool.ts";
import type { Architecture } from "./architectures.ts";
import { makeClientPackage } from "./client-package.ts";
import { debianVersion } from "./debian-package.ts";
import { makeLogServerPackage } from "./log-server-package.ts";
import { makeOnce } from "./made-once.ts";
import type { PackageParams } from "./package-params.ts";
import { openPublishedPackages } from "./published-package.ts";
import { shippedTerms } from "./shipped-terms.ts";
import { makeTarball } from "./tarball.ts";

const root = path.resolve(import.meta.dirname, "../..");
const { version } = manifest;

/** The time that all files of a package have. */
const packageTime = async (): Promise<number> => {
  const given = process.env["SOURCE_DATE_EPOCH"];
  return Number(given ?? (await runTool(root, "git", "log", "-1", "--format=%ct")));
};

const sha256 = async (file: string): Promise<string> => {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest("hex");
};

/** Packages of an earlier run: another version may lie there, and the one of npm stays. */
const isOurs = (name: string): boolean =>
  /^s3-sftp.*(\.deb|-linux-\w+\.tar\.gz|\.cdx\.json)$|^(SHA256SUMS|THIRD-PARTY-LICENSES)$/.test(
    name,
  );

const removeOld = async (folder: string): Promise<void> => {
  for (const name of (await readdir(folder)).filter(isOurs)) await rm(path.join(folder, name));
};

/** In the form that `sha256sum --check` reads, of all that lies in `folder`. */
const writeSums = async (folder: string): Promise<readonly string[]> => {
  const names = (await readdir(folder)).sort();
  const lines = await Promise.all(
    names.map(async (name) => `${await sha256(path.join(folder, name))}  ${name}\n`),
  );
  await writeFile(path.join(folder, "SHA256SUMS"), lines.join(""));
  return [...names, "SHA256SUMS"];
};

/** The three packages at once, as one compresses while another is being put together; and what they are made of. */
const makePackages = async (params: PackageParams, scratch: string, output: string) => {
  const { architecture, dist, find } = params;
  const inOutput = (name: string) => path.join(output, name);
  const debian = (name: string) =>
    inOutput(`${name}_${debianVersion(version)}_${architecture.debian}.deb`);
  const whole = `s3-sftp-${version}-linux-${architecture.node}`;
  await Promise.all([
    makeClientPackage(params, path.join(scratch, "client"), debian("s3-sftp")),
    makeLogServerPackage(params, path.join(scratch, "log-server"), debian("s3-sftp-log-server")),
    makeTarball(params, path.join(scratch, whole), inOutput(`${whole}.tar.gz`)),
  ]);
  const { licenses, bill } = await shippedTerms(dist, find, architecture, true);
  await writeFile(inOutput(`${whole}.cdx.json`), bill);
  await writeFile(inOutput("THIRD-PARTY-LICENSES"), licenses);
};

/**
 * Builds the bundle and makes the packages of some architectures in `artefacts`, with their terms, their bills of
 * materials and SHA256SUMS. Gives the names. Rejects with ToolFailed when a tool is missing or says no.
 */
export const makeArtefacts = async (
  wanted: readonly Architecture[],
  artefacts: string,
): Promise<readonly string[]> => {
  const output = path.resolve(root, artefacts);
  const scratch = await mkdtemp(path.join(tmpdir(), "s3-sftp-package-"));
  try {
    const dist = path.join(scratch, "dist");
    const build = ["env", `S3_SFTP_DIST=${dist}`, process.execPath, "scripts/build.ts"] as const;
    await runTool(root, ...build);
    const find = await openPublishedPackages(root);
    const timeSeconds = await packageTime();
    await mkdir(output, { recursive: true });
    await removeOld(output);
    for (const architecture of wanted) {
      const folder = path.join(scratch, architecture.node);
      const madeOnce = await makeOnce(find, architecture, path.join(folder, "once"));
      const params = { dist, find, architecture, madeOnce, version, timeSeconds };
      await makePackages(params, folder, output);
    }
    return await writeSums(output);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
};
