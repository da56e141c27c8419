import { execFileSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { ToolMissing } from "../tool-missing.ts";

const root = path.resolve(import.meta.dirname, "../..");
const artefacts = path.join(root, "artefacts");
const built = path.join(root, "dist");

/** The program as somebody without root has it, for as long as it is measured. */
export interface InstalledProgram {
  /** The script on the PATH. */
  readonly script: string;
  /** The runtime of the package, which lies beside it. */
  readonly runtime: string;
  remove(): Promise<void>;
}

const buildOf = (dist: string): Promise<string> => readFile(path.join(dist, "build-id"), "utf8");

const findTarball = async (): Promise<string> => {
  const ending = `-linux-${process.arch}.tar.gz`;
  const names = await readdir(artefacts).catch(() => []);
  const name = names.find((each) => each.endsWith(ending));
  if (name !== undefined) return path.join(artefacts, name);
  throw new ToolMissing(
    `no ${ending} in artefacts/. Make it: npm run package -- --arch ${process.arch}`,
  );
};

/** Installs artefacts' tarball into a temporary prefix. ToolMissing when there is none, or one of another build. */
export const installProgram = async (): Promise<InstalledProgram> => {
  const tarball = await findTarball();
  const folder = await mkdtemp(path.join(tmpdir(), "s3-sftp-bench-start-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  execFileSync("tar", ["--extract", "--gzip", `--file=${tarball}`, `--directory=${folder}`]);
  const [unpacked = ""] = await readdir(folder);
  const prefix = path.join(folder, "prefix");
  execFileSync(path.join(folder, unpacked, "install.sh"), ["--prefix", prefix], {
    stdio: "ignore",
  });
  const library = path.join(prefix, "lib/s3-sftp");
  if ((await buildOf(path.join(library, "dist"))) !== (await buildOf(built))) {
    await remove();
    throw new ToolMissing(
      `artefacts/ are of another build than dist/. Make them anew: npm run package -- --arch ${process.arch}`,
    );
  }
  const script = path.join(prefix, "bin/s3-sftp");
  return { script, runtime: path.join(library, "node"), remove };
};
