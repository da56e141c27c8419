import { createRequire } from "node:module";
import { replaceEach, type PackagePatch } from "../scripts/patching/package-patch.ts";

// By require(), because in a test an import would give what this patch has made.
const mimeTypes: unknown = createRequire(import.meta.url)("mime-types");

/** What the package has found out, as text; `lookup` is all that is called of it. */
const asTable = (): string => {
  const { types }: { types?: unknown } = Object(mimeTypes);
  return `import { extname } from "node:path";
const types = Object.setPrototypeOf(JSON.parse(${JSON.stringify(JSON.stringify(types))}), null);
const lookup = (path) => types[extname("x." + path).slice(1).toLowerCase()] ?? false;
export default { lookup };
`;
};

export const mimeTypesPatch: PackagePatch = {
  package: "mime-types",
  file: "index.js",
  upstream:
    "https://github.com/jshttp/mime-types/pull/119 (brought the scores, computed at each start)",
  reason:
    "mime-types weighs its whole database anew at each start, 10 ms, to know the type of each extension. Here that " +
    "is done once, when the program is built.",
  deleteWhen: "mime-types ships the type of each extension as a table.",
  // Looks for what makes the table; all else of the file goes.
  mend: (text) =>
    replaceEach(text, [["populateMaps(exports.extensions, exports.types)", ""]]) && asTable(),
};
