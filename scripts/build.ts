// Bundles the four programs into dist/ (or the folder in S3_SFTP_DIST): what is lazy in the source stays lazy. Beside
// them: the id of the build, the terms of all packages that are in it, and its bill of materials. The same commit gives
// the same bytes, wherever and whenever. The folder is replaced when it is complete.
import { chmod, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { build, type BuildOptions, type Plugin } from "esbuild";
import manifest from "../package.json" with { type: "json" };
import { buildIdMark, commitMark, stampBuild } from "./build/build-id.ts";
import { bundledPackages } from "./build/bundled-packages.ts";
import { directImports } from "./build/direct-imports.ts";
import { lateBuiltins } from "./build/late-builtins.ts";
import { loadTogether, mergedChunks } from "./build/merged-chunks.ts";
import { replaceFolder } from "./build/replace-folder.ts";
import { softwareBill } from "./build/software-bill.ts";
import { sourceCommit } from "./build/source-commit.ts";
import { thirdPartyLicenses } from "./build/third-party-licenses.ts";
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

/** CommonJS packages inside an ES module still ask for require(). */
const requireBanner =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);";

/** Without the banner where nothing asks for what it makes; its line stays, so that no other one moves. */
const withoutIdleBanner = ({
  path: name,
  text,
}: {
  readonly path: string;
  readonly text: string;
}) => {
  const bare = text.replace(requireBanner, "");
  return { path: name, text: /\brequire\b/.test(bare) ? text : bare };
};

const options = {
  absWorkingDir: root,
  plugins: [esbuildPatches(allPatches, path.join(root, "node_modules")), noDevtools],
  // Always the same one, wherever it is written to: names and maps are made from it, and the build's id from those.
  outdir: "dist",
  write: false,
  metafile: true,
  bundle: true,
  // A node_modules that is a link gives the same build.
  preserveSymlinks: true,
  format: "esm",
  platform: "node",
  target: "node24",
  minifySyntax: true,
  minifyWhitespace: true,
  // All terms are in THIRD-PARTY-LICENSES.
  legalComments: "none",
  // A crash names file and line of the source: src/cli/source-lines.ts. The sources themselves are on no user's disk.
  sourcemap: true,
  sourcesContent: false,
  jsx: "automatic",
  define: {
    __BUILD_ID__: JSON.stringify(buildIdMark),
    __COMMIT__: JSON.stringify(commitMark),
    "process.env.NODE_ENV": '"production"',
  },
  // Native, and none of them has to be there.
  external: [
    ...Object.keys(manifest.optionalDependencies),
    ...Object.keys(manifest.peerDependencies),
  ],
  banner: { js: requireBanner },
  logLevel: "warning",
} as const satisfies BuildOptions;

const bundle = async (
  entryPoints: Readonly<Record<string, string>>,
  more: { readonly splitting: boolean; readonly plugins?: readonly Plugin[] },
) => {
  const { splitting, plugins = [] } = more;
  return (
    build({
      ...options,
      entryPoints: { ...entryPoints },
      splitting,
      plugins: [...options.plugins, ...plugins],
    })
      // It has said what is wrong, with the line.
      .catch(() => process.exit(1))
  );
};

const main = { main: "src/main.ts" };
const { metafile: modules } = await bundle(main, { splitting: true });

const built = await Promise.all([
  bundle(main, {
    splitting: true,
    plugins: [loadTogether(mergedChunks(modules), root), lateBuiltins(root), directImports(root)],
  }),
  bundle(
    {
      "log-server": "src/server/main.ts",
      "sha256-thread": "src/services/adapters/disk/sha256-thread.ts",
    },
    { splitting: true },
  ),
  // In one file: the daemon goes on uploading when an upgrade has taken its folder away.
  bundle({ worker: "src/daemon/main.ts" }, { splitting: false }),
]);

const { id, files } = stampBuild(
  built.flatMap(({ outputFiles }) => outputFiles).map(withoutIdleBanner),
  await sourceCommit(root),
);
const packages = await bundledPackages(
  root,
  built.map(({ metafile }) => metafile.outputs),
);
const { version } = manifest;
const beside = [
  { name: "build-id", contents: `${id}\n` },
  { name: "THIRD-PARTY-LICENSES", contents: thirdPartyLicenses(packages) },
  { name: "sbom.cdx.json", contents: softwareBill({ version, buildId: id, packages }) },
];
await mkdir(unfinished, { recursive: true });
for (const { name, contents } of [...files, ...beside]) {
  await writeFile(path.join(unfinished, name), contents);
}
for (const program of ["main.js", "log-server.js", "worker.js"]) {
  await chmod(path.join(unfinished, program), 0o755);
}
await replaceFolder(unfinished, folder);
