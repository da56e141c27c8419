import { readFile } from "node:fs/promises";
import path from "node:path";
import { readPackage, type ShippedPackage } from "../build/bundled-packages.ts";
import { componentOf } from "../build/software-bill.ts";
import { thirdPartyLicenses } from "../build/third-party-licenses.ts";
import type { Architecture } from "./architectures.ts";
import { nativePackages, type FindPackage } from "./published-package.ts";

export interface ShippedTerms {
  readonly licenses: string;
  readonly bill: string;
}

/** A package for one machine often leaves its terms to the one that it belongs to. */
const withTermsOf = (one: ShippedPackage, all: readonly ShippedPackage[]): ShippedPackage => {
  if (one.texts.length > 0) return one;
  const whole = all.find(({ name }) => name !== one.name && one.name.startsWith(name));
  return { ...one, texts: whole?.texts ?? [] };
};

/** The terms and the bill of materials of all that is in a package: the bundle's, the runtime's, the native modules'. */
export const shippedTerms = async (
  dist: string,
  find: FindPackage,
  architecture: Architecture,
  hasNativeModules: boolean,
): Promise<ShippedTerms> => {
  const native = hasNativeModules
    ? [...nativePackages(architecture), "keytar", "node-addon-api"]
    : [];
  const names = [`node-linux-${architecture.node}`, ...native];
  const read = await Promise.all(
    names.map(async (name) => {
      const { folder, integrity } = await find(name);
      return readPackage(folder, integrity);
    }),
  );
  const beside = read.map((one) => withTermsOf(one, read));
  const bill: { components: object[]; dependencies: { dependsOn: string[] }[] } = JSON.parse(
    await readFile(path.join(dist, "sbom.cdx.json"), "utf8"),
  );
  const components = beside.map(componentOf);
  bill.components.push(...components);
  bill.dependencies[0]?.dependsOn.push(...components.map((each) => each["bom-ref"]));
  const bundled = await readFile(path.join(dist, "THIRD-PARTY-LICENSES"), "utf8");
  return {
    licenses: `${bundled}\n${thirdPartyLicenses(beside)}`,
    bill: `${JSON.stringify(bill, null, 2)}\n`,
  };
};
