import { readFile } from "node:fs/promises";
import path from "node:path";
import { debianVersion, maintainer } from "./debian-package.ts";
import type { PackageParams } from "./package-params.ts";
import { fillPackagingFile, gzipped, putFile } from "./packaging-file.ts";
import { shippedTerms } from "./shipped-terms.ts";

const root = path.resolve(import.meta.dirname, "../..");

/** What Node's own build asks for (`objdump -T`): GLIBC_2.28, GLIBCXX_3.4.21. */
export const runtimeLibraries = [
  "libc6 (>= 2.28)",
  "libstdc++6 (>= 5.2)",
  "libgcc-s1 | libgcc1",
] as const;

/** What Debian's tools read: they know no Markdown. */
const changelogEntry = (name: string, version: string, timeSeconds: number): string => {
  const date = new Date(timeSeconds * 1000).toUTCString().replace("GMT", "+0000");
  const change = "  * What has changed is in CHANGELOG.md.gz.";
  return `${name} (${version}) stable; urgency=medium\n\n${change}\n\n -- ${maintainer}  ${date}\n`;
};

interface Documented {
  readonly name: string;
  readonly hasNativeModules: boolean;
}

/** Puts what Debian wants of a package into share/doc and share/lintian: terms, changes, known warnings. */
export const putDocumentation = async (
  { dist, find, architecture, version, timeSeconds }: PackageParams,
  share: string,
  { name, hasNativeModules }: Documented,
): Promise<void> => {
  const doc = path.join(share, "doc", name);
  const { licenses, bill } = await shippedTerms(dist, find, architecture, hasNativeModules);
  await putFile(path.join(doc, "copyright"), await fillPackagingFile("copyright"));
  await putFile(path.join(doc, "THIRD-PARTY-LICENSES.gz"), gzipped(licenses));
  await putFile(path.join(doc, "sbom.cdx.json"), bill);
  const changes = await readFile(path.join(root, "CHANGELOG.md"), "utf8");
  await putFile(path.join(doc, "CHANGELOG.md.gz"), gzipped(changes));
  const entry = changelogEntry(name, debianVersion(version), timeSeconds);
  await putFile(path.join(doc, "changelog.gz"), gzipped(entry));
  const overrides = await fillPackagingFile(`${name}.lintian-overrides`);
  await putFile(path.join(share, "lintian/overrides", name), overrides);
};
