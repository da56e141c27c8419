import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { RemoteQueue } from "../../src/services/adapters/daemon/remote-queue.ts";
import type { QueueSnapshot, TransferView } from "../../src/services/ports/transfer-view.ts";
import { bucket, connectionName } from "./soak-place.ts";
import type { SoakPlace } from "./soak-place.ts";

const mebibyte = 1024 * 1024;

/** Sizes of a round's files: one large, some of several parts, many small, one empty. */
const sizesOf = (random: () => number): readonly number[] => [
  0,
  20 * mebibyte + Math.floor(random() * 12 * mebibyte),
  ...Array.from({ length: 3 }, () => Math.floor(random() * 9 * mebibyte)),
  ...Array.from({ length: 15 }, () => Math.floor(random() * 65_536)),
];

/** Bytes that differ from round to round, made quickly. */
const makeBytes = (sizeBytes: number, random: () => number): Buffer => {
  const bytes = Buffer.alloc(sizeBytes, Math.floor(random() * 256));
  for (let at = 0; at < sizeBytes; at += 4_096) bytes[at] = Math.floor(random() * 256);
  return bytes;
};

interface SentFile {
  readonly path: string;
  readonly key: string;
  readonly sha256: string;
}

const writeFiles = async (folder: string, random: () => number): Promise<readonly SentFile[]> => {
  const files: SentFile[] = [];
  for (const [at, sizeBytes] of sizesOf(random).entries()) {
    const bytes = makeBytes(sizeBytes, random);
    const file = path.join(folder, `slot-${at}.bin`);
    await writeFile(file, bytes);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    files.push({ path: file, key: `in/slot-${at}.bin`, sha256 });
  }
  return files;
};

const isBusy = ({ totals, trouble }: QueueSnapshot) =>
  trouble !== null || totals.files.waiting + totals.files.uploading > 0;

const whole = { from: 0, count: 100 };

const untilAllEnded = async (queue: RemoteQueue): Promise<readonly TransferView[]> => {
  const limitMs = performance.now() + 180_000;
  for (;;) {
    const snapshot = await queue.snapshot(whole);
    if (!isBusy(snapshot)) return snapshot.rows;
    if (performance.now() > limitMs) {
      throw new Error(`a round did not end: ${JSON.stringify(snapshot)}`);
    }
    await wait(50);
  }
};

/**
 * Sends a round of files over those of the round before, waits for the end, and compares what the store holds with
 * the files. Gives the number of files; throws at the first that is lost or wrong.
 */
export const sendRound = async (
  place: SoakPlace,
  queue: RemoteQueue,
  random: () => number,
  disturb: () => Promise<void>,
): Promise<number> => {
  const files = await writeFiles(place.filesFolder, random);
  const added = await queue.add(
    files.map((file) => ({
      path: file.path,
      target: { connection: connectionName, bucket, key: file.key },
      conflict: "replace",
      options: {},
    })),
  );
  if (!added.ok) throw new Error(`not added: ${JSON.stringify(added.error)}`);
  await disturb();
  const rows = await untilAllEnded(queue);
  // The history, not the rows: a daemon that was killed took those off the screen that it had delivered.
  const receipts = place.receipts(files.length);
  for (const file of files) {
    const receipt = receipts.find(({ path }) => path === file.path);
    const stored = await place.store.sha256(bucket, file.key);
    if (receipt?.sha256 !== file.sha256 || stored !== file.sha256) {
      const row = rows.find(({ path }) => path === file.path);
      throw new Error(`lost: ${JSON.stringify({ file, receipt, stored, row })}`);
    }
  }
  await queue.dismiss("all");
  return files.length;
};
