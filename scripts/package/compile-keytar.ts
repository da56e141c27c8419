import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { runTool } from "../release/run-tool.ts";
import type { Architecture } from "./architectures.ts";

/** Debian's packages without which it cannot be compiled. */
export const compilerPackages =
  "g++ g++-x86-64-linux-gnu or g++-aarch64-linux-gnu, libsecret-1-dev, pkg-config";

/** What keytar's binding.gyp links; their names in the libraries are those that a program asks for. */
const linked = { "secret-1": "libsecret-1.so.0", "glib-2.0": "libglib-2.0.so.0" } as const;
const sources = ["async.cc", "main.cc", "keytar_posix.cc"];

/** As node-gyp would, hardened as Debian does, and without what would differ between two folders. */
const compilerFlags = [
  "-shared -fPIC -O2 -s -std=c++17 -Wl,--build-id=none",
  "-fstack-protector-strong -D_FORTIFY_SOURCE=2 -Wl,-z,relro,-z,now",
  "-DNODE_GYP_MODULE_NAME=keytar -DNAPI_VERSION=3 -DBUILDING_NODE_EXTENSION",
].flatMap((words) => words.split(" "));

interface CompileKeytarParams {
  /** The package as it was published. */
  readonly keytar: string;
  /** Of the package node-addon-api. */
  readonly addonApi: string;
  /** Folder of node_api.h. */
  readonly headers: string;
  readonly architecture: Architecture;
  readonly output: string;
}

/**
 * Compiles keytar's sources for Linux: its own install fetches a binary. The libraries it links are stood in for by
 * empty ones of the same name, so that those of another machine need not be here; their headers are the same everywhere.
 * The same compiler gives the same bytes in every folder.
 */
export const compileKeytar = async (params: CompileKeytarParams): Promise<void> => {
  const { keytar, addonApi, headers, architecture, output } = params;
  const scratch = await mkdtemp(path.join(tmpdir(), "s3-sftp-keytar-"));
  const compiler = `${architecture.triplet}-g++`;
  try {
    for (const [name, soname] of Object.entries(linked)) {
      const library = path.join(scratch, `lib${name}.so`);
      const empty = ["-shared", `-Wl,-soname,${soname}`, "-x", "c++", "/dev/null"];
      await runTool(scratch, compiler, ...empty, "-o", library);
    }
    const flags = await runTool(scratch, "pkg-config", "--cflags", "libsecret-1");
    const names = Object.keys(linked).map((name) => `-l${name}`);
    const words = [...compilerFlags, `-I${headers}`, `-I${addonApi}`, ...flags.split(/\s+/)];
    words.push(...sources, `-L${scratch}`, "-Wl,--no-as-needed", ...names, "-o", output);
    await runTool(path.join(keytar, "src"), compiler, ...words);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
};
