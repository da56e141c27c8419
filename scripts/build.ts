// Bundles the four programs into dist/ (or the folder in S3_SFTP_DIST): one file a program, what is lazy in the
// source stays lazy. The folder is replaced when the bundle is complete.
import { chmod, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import manifest from "../package.json" with { type: "json" };
import { allPatches } from "./patching/all-patches.ts";
import { esbuildPatches } from "./patching/esbuild-plugin.ts";

const root = path.resolve(import.meta.dirname, "..");
const scratch = await mkdtemp(path.join(tmpdir(), "s3-sftp-build-"));
const emptyModule = path.join(scratch, "empty.js");
await writeFile(emptyModule, "export default undefined;\n");
const folder = path.resolve(root, process.env["S3_SFTP_DIST"] ?? "dist");
const unfinished = `${folder}.${process.pid}.tmp`;

await build({
  absWorkingDir: root,
  plugins: [esbuildPatches(allPatches, path.join(root, "node_modules"))],
  entryPoints: {
    main: "src/main.ts",
    "log-server": "src/server/main.ts",
    worker: "src/worker/main.ts",
    "sha256-thread": "src/services/adapters/disk/sha256-thread.ts",
  },
  outdir: unfinished,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node24",
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "none",
  jsx: "automatic",
  define: { "process.env.NODE_ENV": '"production"' },
  // Ink asks for its developer tools only with DEV=true; the package is not ours to ship.
  alias: { "react-devtools-core": emptyModule },
  external: Object.keys(manifest.optionalDependencies),
  // CommonJS packages inside an ES module still ask for require().
  banner: {
    js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
  },
  logLevel: "warning",
});

for (const program of ["main.js", "log-server.js", "worker.js"]) {
  await chmod(path.join(unfinished, program), 0o755);
}
await rm(folder, { recursive: true, force: true });
await rename(unfinished, folder);
await rm(scratch, { recursive: true, force: true });
