import { chmod, readFile } from "node:fs/promises";
import path from "node:path";
import { runTool } from "../release/run-tool.ts";
import type { PackageParams } from "./package-params.ts";
import { fillPackagingFile, putFile } from "./packaging-file.ts";
import { makeProgramFolder } from "./program-folder.ts";
import { client, launcher, logServer, putCompletions, putManPage } from "./programs.ts";
import { settleTree } from "./settle-tree.ts";
import { shippedTerms } from "./shipped-terms.ts";

const tarOptions = "--create --format=ustar --sort=name --numeric-owner --owner=0 --group=0".split(
  " ",
);

/** Makes the tarball of both programs: they run where it is unpacked, or where its install.sh puts them. */
export const makeTarball = async (
  params: PackageParams,
  tree: string,
  output: string,
): Promise<void> => {
  const { dist, find, architecture, timeSeconds } = params;
  await makeProgramFolder(
    { ...params, installedAs: "tarball", hasNativeModules: true },
    path.join(tree, "lib/s3-sftp"),
  );
  for (const program of [client, logServer]) {
    const script = await launcher(program, architecture, null);
    await putFile(path.join(tree, "bin", program.name), script, 0o755);
    await putManPage(program, path.join(tree, "share"));
  }
  await putCompletions(dist, path.join(tree, "share"), "prefix");
  const { licenses, bill } = await shippedTerms(dist, find, architecture, true);
  await putFile(path.join(tree, "THIRD-PARTY-LICENSES"), licenses);
  await putFile(path.join(tree, "sbom.cdx.json"), bill);
  await putFile(path.join(tree, "install.sh"), await fillPackagingFile("install.sh"), 0o755);
  for (const name of ["README.md", "CHANGELOG.md", "LICENSE"]) {
    const text = await readFile(path.resolve(import.meta.dirname, "../..", name));
    await putFile(path.join(tree, name), text);
  }
  await settleTree(tree, timeSeconds);
  const compression = "--use-compress-program=gzip -6n";
  const file = `--file=${output}`;
  await runTool(path.dirname(tree), "tar", ...tarOptions, compression, file, path.basename(tree));
  await chmod(output, 0o644);
};
