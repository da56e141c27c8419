import { replaceEach, type PackagePatch } from "../scripts/patching/package-patch.ts";

export const yogaLayoutPatch: PackagePatch = {
  package: "yoga-layout",
  file: "dist/binaries/yoga-wasm-base64-esm.js",
  upstream:
    "https://github.com/facebook/yoga/issues (emscripten's glue code, javascript/src_native)",
  reason:
    "Yoga fetches its own code from a data: URL, for which Node loads its whole HTTP client: 34 ms of the first " +
    "frame. Its other way, for hosts without fetch, takes 2.",
  deleteWhen: "yoga-layout decodes its WebAssembly without fetch where it is a data: URL.",
  mend: (text) => replaceEach(text, [['"function"!=typeof fetch', "true", 2]]),
};
