import type { ShippedPackage } from "./bundled-packages.ts";

interface BillParams {
  readonly version: string;
  readonly buildId: string;
  readonly packages: readonly ShippedPackage[];
}

/** https://github.com/package-url/purl-spec/blob/main/types-doc/npm-definition.md: the @ of a scope is escaped. */
const purlOf = ({ name, version }: Pick<ShippedPackage, "name" | "version">): string =>
  `pkg:npm/${name.replace(/^@/, "%40")}@${version}`;

const hashesOf = ({ integrity }: ShippedPackage) => {
  const [, base64] = /^sha512-(.+)$/.exec(integrity ?? "") ?? [];
  if (base64 === undefined) return {};
  return { hashes: [{ alg: "SHA-512", content: Buffer.from(base64, "base64").toString("hex") }] };
};

/** A package as the bill names it. */
export const componentOf = (each: ShippedPackage) => ({
  type: "library",
  "bom-ref": purlOf(each),
  name: each.name,
  version: each.version,
  purl: purlOf(each),
  licenses: [{ expression: each.license }],
  ...hashesOf(each),
});

/**
 * The software bill of materials in CycloneDX 1.6 (https://cyclonedx.org/docs/1.6/json/). Without a time and a serial
 * number, which both are optional: the same build has the same bill.
 */
export const softwareBill = ({ version, buildId, packages }: BillParams): string => {
  const self = purlOf({ name: "s3-sftp", version });
  const refs = packages.map(purlOf);
  const bill = {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: {
      component: {
        type: "application",
        "bom-ref": self,
        name: "s3-sftp",
        version,
        purl: self,
        licenses: [{ expression: "MIT" }],
        properties: [{ name: "s3-sftp:build-id", value: buildId }],
      },
    },
    components: packages.map(componentOf),
    dependencies: [{ ref: self, dependsOn: refs }],
  };
  return `${JSON.stringify(bill, null, 2)}\n`;
};
