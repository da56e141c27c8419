import { readFile } from "node:fs/promises";
import path from "node:path";
import { runTool } from "../release/run-tool.ts";
import type { Architecture } from "./architectures.ts";
import { fillPackagingFile, gzipped, putFile } from "./packaging-file.ts";

const root = path.resolve(import.meta.dirname, "../..");

/** One of the two programs, as packages have it. */
export interface Program {
  readonly name: "s3-sftp" | "s3-sftp-log-server";
  /** Of the bundle. */
  readonly entry: string;
  /** Options of Node: nobody opens a debugger by a signal; docs/decisions/0015-flags-of-v8.md has the other. */
  readonly flags: string;
}

export const client: Program = {
  name: "s3-sftp",
  entry: "main.js",
  flags: "--disable-sigusr1",
};
export const logServer: Program = {
  name: "s3-sftp-log-server",
  entry: "log-server.js",
  flags: "--disable-sigusr1 --max-semi-space-size=8",
};

/** For a package that is unpacked anywhere: from where the script lies, links followed. */
const besideItself = `case $0 in */*) self=$0 ;; *) self=./$0 ;; esac
while [ -L "$self" ]; do
  link=$(readlink "$self")
  case $link in /*) self=$link ;; *) self=\${self%/*}/$link ;; esac
done
lib=\${self%/*}/../lib/s3-sftp`;

/** The script on the PATH. `lib` is the program's folder; null: the one beside the script. */
export const launcher = (
  { name, entry, flags }: Program,
  { loader, triplet, words, machine }: Architecture,
  lib: string | null,
): Promise<string> =>
  fillPackagingFile("launcher.sh", {
    PROGRAM: name,
    ENTRY: entry,
    FLAGS: flags,
    FIND_LIB: lib === null ? besideItself : `lib=${lib}`,
    LOADER: loader,
    TRIPLET: triplet,
    WORDS: words,
    MACHINE: machine,
  });

/** Where a system looks for the completions of each shell, below its share/. */
const completionPlaces = {
  debian: {
    bash: "bash-completion/completions/s3-sftp",
    zsh: "zsh/vendor-completions/_s3-sftp",
    fish: "fish/vendor_completions.d/s3-sftp.fish",
  },
  prefix: {
    bash: "bash-completion/completions/s3-sftp",
    zsh: "zsh/site-functions/_s3-sftp",
    fish: "fish/vendor_completions.d/s3-sftp.fish",
  },
} as const;

/** Puts the completions into `share`, as the program prints them. */
export const putCompletions = async (
  dist: string,
  share: string,
  places: keyof typeof completionPlaces,
): Promise<void> => {
  for (const [shell, place] of Object.entries(completionPlaces[places])) {
    const program = path.join(dist, "main.js");
    const text = await runTool(root, process.execPath, program, "completion", shell);
    await putFile(path.join(share, place), `${text}\n`);
  }
};

/** Puts a program's manual page into `share`, compressed as Debian asks. */
export const putManPage = async ({ name }: Program, share: string): Promise<void> => {
  const text = await readFile(path.join(root, `docs/man/${name}.1`), "utf8");
  await putFile(path.join(share, `man/man1/${name}.1.gz`), gzipped(text));
};
