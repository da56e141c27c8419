import path from "node:path";
import type { Import } from "./imports-of.ts";

/** A zone of src and what its files may import: other zones, packages, node: modules. */
interface Zone {
  readonly name: string;
  readonly owns: RegExp;
  readonly zones: readonly string[];
  /** Package names; "*" for any. */
  readonly packages: readonly string[];
  readonly node: boolean;
  /** Single files of zones that it may not import as a whole. */
  readonly files?: RegExp;
}

const zone = (
  name: string,
  owns: RegExp,
  zones: readonly string[],
  packages: readonly string[] = [],
): Zone => ({ name, owns, zones, packages, node: true });

/** Pure ones know nothing of the machine. */
const pure = (name: string, owns: RegExp, zones: readonly string[]): Zone => ({
  ...zone(name, owns, zones),
  node: false,
});

const useCases = ["connection", "log", "queue", "selection", "upload"];
const adapter = (name: string, packages: readonly string[], others: readonly string[] = []): Zone =>
  zone(
    `adapters/${name}`,
    new RegExp(`^src/services/adapters/${name}/`),
    ["crash", "domain", "ports", "whole-files", ...others],
    packages,
  );

/** First match owns the file; a zone may always import itself. docs/architecture.md says it in words. */
const zones: readonly Zone[] = [
  // What every program does with a bug of its own.
  zone("crash", /^src\/crash\//, []),
  // Files that are whole when they appear, for every program.
  {
    ...zone("whole-files", /^src\/whole-files\//, []),
    files: /^src\/domain\/system-code\.ts$/,
  },
  pure("domain", /^src\/domain\//, []),
  pure("ports", /^src\/services\/ports\//, ["domain"]),
  pure("words", /^src\/words\//, ["domain", "ports"]),
  // There is one way through the network.
  adapter("s3", ["@aws-sdk/*", "@smithy/*"], ["adapters/http"]),
  adapter("keychain", ["keytar", "@napi-rs/keyring"]),
  adapter("disk", ["@node-rs/crc32"]),
  adapter("http", ["http-parser-js"]),
  // Whose a folder is.
  adapter("daemon", [], ["adapters/disk"]),
  zone(
    "use-cases",
    new RegExp(`^src/services/(${useCases.join("|")})/`),
    ["domain", "ports"],
    ["mime-types", "picomatch"],
  ),
  {
    ...zone(
      "tui",
      /^src\/tui\//,
      ["domain", "ports", "words"],
      ["chalk", "ink", "ink-select-input", "ink-text-input", "react", "string-width"],
    ),
    // Types only: what a selection is.
    files: /^src\/services\/selection\/expand-selection\.ts$/,
  },
  zone("demo", /^src\/demo\//, [], ["h3", "@smithy/*", "@aws-sdk/*"]),
  {
    ...zone("server", /^src\/server\//, ["crash", "whole-files"], ["*"]),
    // An invite is what the client reads: its parsers, and the policy that it prints, say what may stand in one
    // (2026-11-30, docs/architecture.md).
    files:
      /^src\/domain\/(result|assert-never|format|version-line|network-file-systems|bucket-policy|connection|nearest-words|non-empty|text-layout)\.ts$/,
  },
  zone("wiring", /^src\/wiring\//, ["domain", "ports", "use-cases", "adapters/*", "tui"]),
  zone("daemon", /^src\/daemon\//, ["crash", "domain", "ports", "wiring", "adapters/daemon"]),
  zone("cli", /^src\/cli\//, [
    "crash",
    "domain",
    "ports",
    "words",
    "use-cases",
    "wiring",
    "tui",
    "demo",
  ]),
  zone("main", /^src\/main\.ts$/, ["cli"]),
];

const allows = (patterns: readonly string[], name: string) =>
  patterns.some(
    (pattern) =>
      pattern === "*" ||
      pattern === name ||
      (pattern.endsWith("/*") && name.startsWith(pattern.slice(0, -1))),
  );

const zoneOf = (file: string) => zones.find(({ owns }) => owns.test(file));

const packageName = (specifier: string) =>
  specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");

/** The imports of `file` (relative to the root) that its zone may not have, as readable lines. */
export const violationsIn = (file: string, imports: readonly Import[]): readonly string[] => {
  const zone = zoneOf(file);
  if (!zone) return [`${file} belongs to no zone`];
  return imports.flatMap(({ specifier }) => {
    const line = `${file} imports ${specifier}`;
    if (specifier.startsWith("node:")) return zone.node ? [] : [line];
    if (!specifier.startsWith("."))
      return allows(zone.packages, packageName(specifier)) ? [] : [line];
    const target = path.posix.join(path.posix.dirname(file), specifier);
    if (target === "package.json") return [];
    const targetZone = zoneOf(target);
    if (targetZone === zone || zone.files?.test(target) === true) return [];
    return targetZone && allows(zone.zones, targetZone.name) ? [] : [line];
  });
};
