// Bundles the four programs into dist/ (or the folder in S3_SFTP_DIST): one file a program, what is lazy in the
// source stays lazy. The folder is replaced when the bundle is complete.
import { chmod, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { build, type Plugin } from "esbuild";
import mime from "mime-types";
import manifest from "../package.json" with { type: "json" };
import { buildIdMark, stampBuild } from "./build/build-id.ts";

const root = path.resolve(import.meta.dirname, "..");
const folder = path.resolve(root, process.env["S3_SFTP_DIST"] ?? "dist");
const unfinished = `${folder}.${process.pid}.tmp`;

interface Patch {
  readonly name: string;
  readonly filter: RegExp;
  readonly from: string;
  readonly to: string;
  /** Code that `to` calls. */
  readonly more?: string;
}

/** A package's file with something in it replaced; the build fails when that is not there any more. */
const patched = ({ name, filter, from, to, more = "" }: Patch): Plugin => ({
  name,
  setup: (bundle) => {
    bundle.onLoad({ filter }, async ({ path: file }) => {
      const text = await readFile(file, "utf8");
      if (!text.includes(from)) throw new Error(`${file} has changed: look at ${name}`);
      return { contents: text.replaceAll(from, to) + more, loader: "js" };
    });
  },
});

/**
 * Yoga fetches its own code from a data: URL, for which Node loads its whole HTTP client: 34 ms of the first frame.
 * Its other way, for hosts without fetch, takes 2.
 */
const yogaWithoutFetch = patched({
  name: "yogaWithoutFetch",
  filter: /yoga-wasm-base64-esm\.js$/,
  from: '"function"!=typeof fetch',
  to: "true",
});

/**
 * Ink cuts every text on the screen into characters for each frame, though a key changes two lines of it: half of what
 * a frame costs. Here it keeps them from frame to frame, for as many texts as a large screen has.
 */
const inkKeepsTexts = patched({
  name: "inkKeepsTexts",
  filter: /ink\/build\/output\.js$/,
  from: "caches = new OutputCaches();",
  to: "caches = keptCaches();",
  more: `
        let kept = new OutputCaches();
        const keptCaches = () => {
          if (kept.styledChars.size > 300 || kept.widths.size > 2_000) kept = new OutputCaches();
          return kept;
        };`,
});

/**
 * mime-types weighs its whole database anew at each start, 10 ms, to know the type of each extension: here that is
 * done once. `lookup` is all that is called of it.
 */
const mimeTypesAsTable: Plugin = {
  name: "mime-types-as-table",
  setup: (bundle) => {
    bundle.onLoad({ filter: /mime-types\/index\.js$/ }, () => ({
      contents: `
        import { extname } from "node:path";
        const types = Object.setPrototypeOf(JSON.parse(${JSON.stringify(JSON.stringify(mime.types))}), null);
        const lookup = (path) => types[extname("x." + path).slice(1).toLowerCase()] ?? false;
        export default { lookup };`,
      loader: "js",
    }));
  },
};

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
  plugins: [yogaWithoutFetch, inkKeepsTexts, mimeTypesAsTable, noDevtools],
  entryPoints: {
    main: "src/main.ts",
    "log-server": "src/server/main.ts",
    worker: "src/worker/main.ts",
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
await rm(folder, { recursive: true, force: true });
await rename(unfinished, folder);
