import { mkdir, rm, truncate, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { openPlatform } from "../../src/wiring/platform.ts";
import { startS3StandIn, type S3StandIn } from "../../src/demo/s3-stand-in.ts";
import type { S3Action, S3User } from "../../src/demo/s3/s3-types.ts";
import { saveConnection } from "../../src/services/connection/save-connection.ts";
import { valueOf } from "../../test/support/values/value-of.ts";
import type { palettes } from "./terminal-svg.ts";

export type Theme = keyof typeof palettes;

const mebibyte = 1024 * 1024;
const dayMs = 86_400_000;
/** What time it is in the pictures, by all clocks; in UTC. */
export const picturesMs = Date.UTC(2026, 10, 25, 9, 12);
const bucket = "acme-inbox";
const region = "eu-west-1";

/** Open nothing but the stand-in of the pictures. */
export const keys = {
  accessKeyId: "AKIA7EXAMPLE00003F7Q",
  secretAccessKey: "secret-of-the-pictures-0000000000000Kx9a",
  passphrase: "correct horse battery",
} as const;

/** The file that the store refuses. */
export const refusedFile = "report.pdf";

const prefix = "november/";
const putting: readonly S3Action[] = ["s3:PutObject"];

/** The sender's key: it may list, and put what begins with one of `starts`. */
export const clinic = (...starts: readonly string[]): S3User => ({
  name: "clinic",
  accessKeyId: keys.accessKeyId,
  secretAccessKey: keys.secretAccessKey,
  grants: [
    { bucket, prefix, actions: ["s3:ListBucket"] },
    ...starts.map((start) => ({ bucket, prefix: prefix + start, actions: putting })),
  ],
});

/** Names and sizes as senders have them. */
const exported: readonly (readonly [name: string, sizeBytes: number, daysOld: number])[] = [
  ["archive/2025.zip", 3 * mebibyte, 40],
  ["invoices-2026-11.csv", 1.2 * mebibyte, 1],
  [refusedFile, 3.4 * mebibyte, 2],
  ...Array.from({ length: 8 }, (_, page): readonly [string, number, number] => [
    `scans/p-0${page + 11}.tif`,
    (9 + 4 * (page % 3)) * mebibyte,
    3,
  ]),
  ["Übersicht Größe.pdf", 310_004, 5],
  ["video-final-cut.mov", 18.4 * 1024 * mebibyte, 3],
  ["納品書.txt", 1_204, 6],
];

/** A sender's machine and the store that it delivers to, as the pictures show them. */
export interface Stage {
  readonly store: S3StandIn;
  /** What the program runs in; nothing else is inherited. */
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: string;
  readonly place: { readonly bucket: string; readonly prefix: string; readonly region: string };
  close(): Promise<void>;
}

export interface StageOptions {
  readonly theme: Theme;
  readonly isSetUp: boolean;
  /** The sender's home folder; replaced, and taken away with the stage. */
  readonly home: string;
  /** Of the store; 0 takes a free one. */
  readonly port: number;
  /** By the clock of the store. */
  readonly nowMs: () => number;
}

/** Always at the same place, port and time, so that the same picture can be drawn again. */
export const pictureStage = {
  home: path.join(tmpdir(), "clinic"),
  port: 9_000,
  nowMs: () => picturesMs,
} as const;

const writeExports = async (folder: string, nowMs: number): Promise<void> => {
  for (const [name, sizeBytes, daysOld] of exported) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, "");
    // No blocks on the disk: a film of 18 GiB is only looked at.
    await truncate(file, Math.round(sizeBytes));
    const time = new Date(nowMs - daysOld * dayMs);
    await utimes(file, time, time);
    await utimes(path.dirname(file), time, time);
  }
};

/** Leaves the machine as a set-up does, or with nothing but the choice of colours. */
const saveSettings = async (
  stage: Stage,
  { theme, isSetUp }: Pick<StageOptions, "theme" | "isSetUp">,
): Promise<void> => {
  const { settings, secrets, paths } = openPlatform(stage.environment);
  await mkdir(paths.stateFolder, { recursive: true, mode: 0o700 });
  if (isSetUp) {
    valueOf(await secrets.unlock(keys.passphrase));
    const { accessKeyId, secretAccessKey } = keys;
    const { endpoint } = stage.store;
    const key = { name: "acme", accessKeyId, secretAccessKey, region, endpoint };
    const draft = { ...key, bucket, prefix, logUrl: null, logToken: null };
    valueOf(await saveConnection({ settings, secrets }, draft));
  }
  const loaded = valueOf(await settings.load());
  // Slow enough to be looked at.
  const preferences = { ...loaded.preferences, theme, limitBytesPerSecond: 6 * mebibyte };
  valueOf(await settings.update(() => ({ ...loaded, preferences })));
};

/** Sets a sender's machine and a store up. */
export const openStage = async (options: StageOptions): Promise<Stage> => {
  const { home, port, nowMs } = options;
  const folder = path.join(home, "exports");
  await rm(home, { recursive: true, force: true });
  await writeExports(folder, nowMs());
  const store = await startS3StandIn({
    users: [clinic("")],
    buckets: [{ name: bucket, region }],
    folder: null,
    port,
    nowMs,
    shape: { answerDelayMs: 20 },
  });
  const stage: Stage = {
    store,
    environment: {
      HOME: home,
      LANG: "C.UTF-8",
      PATH: process.env["PATH"] ?? "",
      S3_SFTP_SECRETS: "file",
      S3_SFTP_WORKER: "off",
      TZ: "UTC",
    },
    folder,
    place: { bucket, prefix, region },
    close: async () => {
      await store.close();
      await rm(home, { recursive: true, force: true });
    },
  };
  await saveSettings(stage, options);
  return stage;
};
