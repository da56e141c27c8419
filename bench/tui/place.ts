import { execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { defaultPreferences, secretAccount } from "../../src/domain/settings.ts";
import { createJsonSettingsStore } from "../../src/services/adapters/disk/json-settings-store.ts";
import { appPaths } from "../../src/services/adapters/disk/paths.ts";
import { requirePrograms, ToolMissing } from "../tool-missing.ts";
import { startKeyring } from "../../test/support/processes/keyring.ts";

/** Where the app is measured: a store, a keychain with the secret, and folders to look at. */
export interface Place {
  /** A home of its own for each name: another queue, another worker. */
  environment(home: string): Promise<Readonly<Record<string, string>>>;
  /** Processes of this home: the app and its worker. */
  processes(home: string): readonly number[];
  readonly folders: {
    readonly few: string;
    readonly hundredThousand: string;
    readonly tenThousand: string;
    /** Four files of 2 GiB, without blocks on the disk. */
    readonly large: string;
  };
  close(): Promise<void>;
}

const bucket = "bench-inbox";
const region = "eu-central-1";
const connection = "bench";
/** Slow enough that four large files outlast the measurements. */
const limitBytesPerSecond = 24 * 1024 * 1024;
const fileBytes = 2 * 1024 ** 3;

const fill = async (folder: string, count: number): Promise<void> => {
  await mkdir(folder);
  for (let from = 0; from < count; from += 500) {
    const names = Array.from(
      { length: Math.min(500, count - from) },
      (_, at) => `file-${String(from + at).padStart(6, "0")}.csv`,
    );
    await Promise.all(names.map((name) => writeFile(path.join(folder, name), "x")));
  }
};

const makeLarge = async (folder: string): Promise<void> => {
  await mkdir(folder);
  for (const name of ["a.mov", "b.mov", "c.mov", "d.mov"]) {
    await writeFile(path.join(folder, name), "");
    await truncate(path.join(folder, name), fileBytes);
  }
};

const startStore = async (accessKeyId: string, secretAccessKey: string) => {
  const program = path.join(import.meta.dirname, "store-program.ts");
  const child = spawn(process.execPath, [program, bucket, region, accessKeyId], {
    env: { ...process.env, STORE_SECRET: secretAccessKey },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(child.stdout, "data");
  return { endpoint: String(line).trim(), close: () => child.kill("SIGKILL") };
};

const requireKeychain = (): void => {
  requirePrograms({
    "dbus-daemon": "dbus",
    "dbus-send": "dbus",
    "gnome-keyring-daemon": "gnome-keyring",
  });
  try {
    execFileSync(process.execPath, ["--input-type=module", "-e", 'import "keytar"'], {
      cwd: import.meta.dirname,
      stdio: "pipe",
    });
  } catch (thrown) {
    throw new ToolMissing(
      "keytar cannot be loaded, and the app needs a keychain here. Build it: apt install libsecret-1-dev g++ make, npm rebuild keytar",
      { cause: thrown },
    );
  }
};

/** In a process of its own, since the library finds the keychain by its environment. */
const keepSecret = (secret: string, environment: Readonly<Record<string, string>>) =>
  execFileSync(
    process.execPath,
    [
      "--input-type=module",
      "-e",
      `import keytar from "keytar";
       await keytar.setPassword("s3-sftp", ${JSON.stringify(secretAccount(connection))}, process.env.SECRET);`,
    ],
    { env: { ...process.env, ...environment, SECRET: secret } },
  );

const processesWith = (setting: string): readonly number[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, "utf8").includes(setting);
      } catch {
        // Gone in the meantime, or another user's.
        return false;
      }
    })
    .map(Number);

/** Uploads outlive the app, which is what workers are for; here they end with the bench. */
const endDaemons = (root: string): void => {
  for (const pid of processesWith(`S3_SFTP_HOME=${root}`)) {
    if (pid !== process.pid) process.kill(pid, "SIGKILL");
  }
};

interface PlaceSize {
  readonly hundredThousand: number;
  readonly tenThousand: number;
}

const wholeSize: PlaceSize = {
  hundredThousand: Number(process.env["BENCH_N"] ?? 100_000),
  tenThousand: 10_000,
};

/**
 * Makes all of it in a temporary folder, which `close` takes away; `size` is for who needs no such folders. ToolMissing
 * without a keychain.
 */
export const makePlace = async (size: PlaceSize = wholeSize): Promise<Place> => {
  requireKeychain();
  const root = await mkdtemp(path.join(tmpdir(), "s3-sftp-bench-tui-"));
  const accessKeyId = "AKIABENCH0000000001";
  const secretAccessKey = randomBytes(30).toString("base64");
  const store = await startStore(accessKeyId, secretAccessKey);
  const keyring = await startKeyring();
  keepSecret(secretAccessKey, keyring.environment);
  const environment = async (home: string) => {
    const own = { ...keyring.environment, S3_SFTP_HOME: path.join(root, home) };
    const settings = createJsonSettingsStore(appPaths(own).configFile);
    const destinations = [{ bucket, prefix: "" }];
    await settings.update(() => ({
      connections: [
        { name: connection, accessKeyId, region, endpoint: store.endpoint, destinations },
      ],
      logUrl: null,
      preferences: { ...defaultPreferences, limitBytesPerSecond, terminalSignals: false },
    }));
    return own;
  };
  const folders = {
    few: path.join(root, "few"),
    hundredThousand: path.join(root, "hundred-thousand"),
    tenThousand: path.join(root, "ten-thousand"),
    large: path.join(root, "large"),
  };
  await fill(folders.few, 20);
  await fill(folders.hundredThousand, size.hundredThousand);
  await fill(folders.tenThousand, size.tenThousand);
  await makeLarge(folders.large);
  return {
    environment,
    processes: (home) => processesWith(`S3_SFTP_HOME=${path.join(root, home)}\0`),
    folders,
    close: async () => {
      endDaemons(root);
      await keyring.close();
      store.close();
      await rm(root, { recursive: true, force: true });
    },
  };
};
