// Bundles the four programs into dist/ (or the folder in S3_SFTP_DIST): one file a program, what is lazy in the
// source stays lazy. The folder is replaced when the bundle is complete.
import { chmod, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { build, type Plugin } from "esbuild";
import manifest from "../package.json" with { type: "json" };
import { buildIdMark, stampBuild } from "./build/build-id.ts";
import { replaceFolder } from "./build/replace-folder.ts";
import { allPatches } from "./patching/all-patches.ts";
import { esbuildPatches } from "./patching/esbuild-plugin.ts";

const root = path.resolve(import.meta.dirname, "..");
const folder = path.resolve(root, process.env["S3_SFTP_DIST"] ?? "dist");
/** Of this build alone: several may run at the same time. */
const unfinished = `${folder}.${process.pid}.tmp`;

/** Ink asks for its developer tools only with DEV=true; the package is not ours to ship. */
const noDevtools: Plugin = {
  name: "no-devtools",
  setup: (bundle) => {
    const namespace = "absent";
    bundle.onResolve({ filter: /^react-devtools-core$/ }, ({ path: file }) => ({
      path: file,
      namespace,
    }));
    bundle.onLoad({ filter: /./, namespace }, () => ({ contents: "export default undefined;" }));
  },
};

const built = await build({
  absWorkingDir: root,
  plugins: [esbuildPatches(allPatches, path.join(root, "node_modules")), noDevtools],
  entryPoints: {
    main: "src/main.ts",
    "log-server": "src/server/main.ts",
    worker: "src/daemon/main.ts",
    "sha256-thread": "src/services/adapters/disk/sha256-thread.ts",
  },
  // Always the same one, wherever it is written to: names and maps are made from it, and the build's id from those.
  outdir: "dist",
  write: false,
  bundle: true,
  splitting: true,
  // A node_modules that is a link gives the same build.
  preserveSymlinks: true,
  format: "esm",
  platform: "node",
  target: "node24",
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "none",
  // A crash names file and line of the source: src/cli/source-lines.ts. The sources themselves are on no user's disk.
  sourcemap: true,
  sourcesContent: false,
  jsx: "automatic",
  define: {
    __BUILD_ID__: JSON.stringify(buildIdMark),
    "process.env.NODE_ENV": '"production"',
  },
  external: Object.keys(manifest.optionalDependencies),
  // CommonJS packages inside an ES module still ask for require().
  banner: {
    js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
  },
  logLevel: "warning",
  // It has said what is wrong, with the line.
}).catch(() => process.exit(1));

const { id, files } = stampBuild(built.outputFiles);
await mkdir(unfinished, { recursive: true });
for (const { name, contents } of files) await writeFile(path.join(unfinished, name), contents);
await writeFile(path.join(unfinished, "build-id"), `${id}\n`);
for (const program of ["main.js", "log-server.js", "worker.js"]) {
  await chmod(path.join(unfinished, program), 0o755);
}
await replaceFolder(unfinished, folder);
