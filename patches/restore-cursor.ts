import { replaceEach, type PackagePatch } from "../scripts/patching/package-patch.ts";

export const restoreCursorPatch: PackagePatch = {
  package: "restore-cursor",
  file: "index.js",
  upstream: "https://github.com/sindresorhus/restore-cursor (5.0 asks whether it is a terminal)",
  reason:
    "restore-cursor writes to stderr at each exit, whether that is a terminal or a file of errors. The app brings the " +
    "cursor back on stdout by itself.",
  deleteWhen: "ink's cli-cursor takes restore-cursor 5 or later.",
  mend: (text) =>
    replaceEach(text, [
      ["process.stderr.write(", "if (process.stderr.isTTY) process.stderr.write("],
    ]),
};
