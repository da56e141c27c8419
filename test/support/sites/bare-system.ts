import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";

/** What a program in it ended with. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface InSystem {
  /** The whole environment, but for PATH. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly uid?: number;
  /** A path in it. */
  readonly folder?: string;
}

/** A Debian that has nothing but its smallest set of packages, without a network; what happens in it is thrown away. */
export interface BareSystem {
  /** The folder that is its "/". */
  readonly root: string;
  /** The command that runs these words in it, for a terminal. */
  command(words: readonly string[], options?: InSystem): readonly string[];
  run(words: readonly string[], options?: InSystem): Promise<Ended>;
  start(words: readonly string[], options?: InSystem): ChildProcess;
  /** Copies a file of this machine into its /packages. Gives the path there. */
  bring(file: string): Promise<string>;
  remove(): Promise<void>;
}

const place = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

const mount = (...args: readonly string[]): void => void execFileSync("mount", args); // it throws when it fails

export interface BareSystemOptions {
  /** False: as in a container that mounts none. */
  readonly hasProc?: boolean;
}

/** Makes one from a folder that debootstrap has filled, which stays as it is. Needs root and mounts of its own. */
export const createBareSystem = async (
  base: string,
  { hasProc = true }: BareSystemOptions = {},
): Promise<BareSystem> => {
  const folder = await mkdtemp(path.join(tmpdir(), "s3-sftp-bare-"));
  const root = path.join(folder, "root");
  for (const name of ["root", "changes", "work"]) await mkdir(path.join(folder, name));
  const layers = `lowerdir=${base},upperdir=${folder}/changes,workdir=${folder}/work`;
  mount("-t", "overlay", "overlay", "-o", layers, root);
  const mounted = [root];
  if (hasProc) {
    mount("-t", "proc", "proc", path.join(root, "proc"));
    mounted.unshift(path.join(root, "proc"));
  }
  const command = (
    words: readonly string[],
    { environment = {}, uid, folder: at }: InSystem = {},
  ) => {
    const variables = Object.entries({ PATH: place, ...environment });
    return [
      "chroot",
      ...(uid === undefined ? [] : [`--userspec=${uid}:${uid}`, "--groups="]),
      root,
      "/usr/bin/env",
      "-i",
      ...(at === undefined ? [] : [`--chdir=${at}`]),
      ...variables.map(([name, value]) => `${name}=${value}`),
      ...words,
    ];
  };
  return {
    root,
    command,
    run: async (words, options) => {
      const [file = "", ...args] = command(words, options);
      const child = spawn(file, args, { stdio: ["ignore", "pipe", "pipe"], timeout: 300_000 });
      const [stdout, stderr, [code]] = await Promise.all([
        text(child.stdout),
        text(child.stderr),
        once(child, "close"),
      ]);
      return { code: typeof code === "number" ? code : null, stdout, stderr };
    },
    start: (words, options) => {
      const [file = "", ...args] = command(words, options);
      return spawn(file, args, { stdio: ["ignore", "pipe", "pipe"] });
    },
    bring: async (file) => {
      await mkdir(path.join(root, "packages"), { recursive: true });
      await copyFile(file, path.join(root, "packages", path.basename(file)));
      return `/packages/${path.basename(file)}`;
    },
    remove: async () => {
      // A mount stays while somebody works in it; nobody does any more.
      for (const each of mounted) execFileSync("umount", ["--lazy", each]);
      // A background uploader that is just ending still writes its compiled code.
      await rm(folder, { recursive: true, force: true, maxRetries: 10 });
    },
  };
};

const project = path.resolve(import.meta.dirname, "../../..");

/** The folders that scripts/install-test.sh has filled, by the name of their release. */
export const systemBases: Readonly<Record<string, string>> = Object.fromEntries(
  (process.env["S3_SFTP_ROOTS"] ?? "")
    .split(":")
    .filter((base) => base !== "")
    .map((base) => [path.basename(base), base]),
);

/** The same release with systemd and libsecret, which lies beside it. */
export const withServices = (base: string): string => `${base}+services`;

/** Where npm run package has put them, or S3_SFTP_ARTEFACTS. */
export const artefactsFolder = path.resolve(
  project,
  process.env["S3_SFTP_ARTEFACTS"] ?? "artefacts",
);

/** The artefact whose name fits. Rejects when there is none, or more than one. */
export const artefact = async (pattern: RegExp): Promise<string> => {
  const folder = artefactsFolder;
  const [name, ...others] = (await readdir(folder)).filter((each) => pattern.test(each));
  if (name === undefined || others.length > 0) throw new Error(`no ${pattern} in ${folder}`);
  return path.join(folder, name);
};

/** True where `npm run package` was asked for this one, too. */
export const hasArtefact = async (pattern: RegExp): Promise<boolean> =>
  (await readdir(artefactsFolder)).some((each) => pattern.test(each));

/** Names of artefacts for the machine that the tests run on. */
export const artefacts = {
  client: /^s3-sftp_.*_amd64\.deb$/,
  logServer: /^s3-sftp-log-server_.*_amd64\.deb$/,
  tarball: /^s3-sftp-.*-linux-x64\.tar\.gz$/,
  clientForArm: /^s3-sftp_.*_arm64\.deb$/,
  logServerForArm: /^s3-sftp-log-server_.*_arm64\.deb$/,
} as const;
