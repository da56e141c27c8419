import {
  chmod,
  copyFile,
  cp,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { crc32 } from "node:zlib";
import type { S3StandIn } from "../../../src/demo/s3-stand-in.ts";
import { createS3ObjectStore } from "../../../src/services/adapters/s3/s3-object-store.ts";
import type { ObjectStore } from "../../../src/services/ports/object-store.ts";
import { sender } from "../values/s3-people.ts";
import type { SenderMachine } from "./sender-machine.ts";
import { bucket, region } from "./stand-in-store.ts";
import { valueOf } from "../values/value-of.ts";
import { keptRelease } from "../values/kept-release.ts";

/** More than any system gives (Linux: PID_MAX_LIMIT): the daemon of the record has gone. */
const nobodysPid = 4_194_304;

interface KeptPart {
  readonly part_number: number;
  readonly size_bytes: number;
  readonly etag: string;
  readonly crc32: number;
}

/** The store takes the parts that it had acknowledged then; gives the id of the upload that holds them. */
const sendKeptParts = async (
  store: ObjectStore,
  key: string,
  bytes: Uint8Array,
  parts: readonly KeptPart[],
  partBytes: number,
): Promise<string> => {
  const signal = AbortSignal.timeout(60_000);
  const { uploadId } = valueOf(await store.createUpload({ bucket, key, options: {}, signal }));
  for (const { part_number: partNumber, size_bytes: size, etag } of parts) {
    const start = (partNumber - 1) * partBytes;
    const body = bytes.subarray(start, start + size);
    const part = { bucket, key, uploadId, partNumber, body, crc32: crc32(body), signal };
    if (valueOf(await store.uploadPart(part)).etag !== etag)
      throw new Error(`part ${partNumber} of ${key} is not the kept one`);
  }
  return uploadId;
};

/** Files of a release have only their owner's rights; Git keeps but one bit of them. */
const makePrivate = async (folder: string): Promise<void> => {
  await chmod(folder, 0o700);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const name = path.join(folder, entry.name);
    await (entry.isDirectory() ? makePrivate(name) : chmod(name, 0o600));
  }
};

/** The text with what was true of the machine of then made true of this one. */
const movedTo = (machine: SenderMachine, s3: S3StandIn, logUrl: string) => (text: string) =>
  text
    .replaceAll(path.dirname(keptRelease.files), machine.root)
    .replaceAll(keptRelease.endpoint, s3.endpoint)
    .replaceAll(keptRelease.logUrl, logUrl)
    .replace(/"pid":\d+/, `"pid":${nobodysPid}`);

/**
 * Makes the files, and has the database mean them: a file cannot keep its inode, nor a store of the tests its uploads.
 * Nothing else of the database is touched, and its write-ahead log stays as a kill left it, with these changes behind.
 */
const adaptState = async (machine: SenderMachine, s3: S3StandIn): Promise<void> => {
  const folder = path.join(machine.home, "state");
  const scratch = await mkdtemp(path.join(machine.root, "kept-"));
  const names = ["state.db", "state.db-wal"];
  for (const name of names) await copyFile(path.join(folder, name), path.join(scratch, name));
  const database = new DatabaseSync(path.join(scratch, "state.db"));
  const store = createS3ObjectStore({
    address: { region, endpoint: s3.endpoint },
    credentials: sender(bucket),
  });
  try {
    database.exec("PRAGMA wal_autocheckpoint = 0");
    database
      .prepare("UPDATE transfers SET path = replace(path, ?, ?)")
      .run(keptRelease.files, machine.files);
    for (const [name, content] of Object.entries(keptRelease.unfinished)) {
      const file = await machine.write(name, content());
      const { ino, dev, mtimeMs } = await stat(file);
      const row = database
        .prepare("SELECT seq, key, part_bytes FROM transfers WHERE path = ?")
        .get(file);
      const parts = database.prepare(
        "SELECT * FROM parts WHERE transfer_seq = ? ORDER BY part_number",
      );
      const uploadId = await sendKeptParts(
        store,
        String(row?.["key"]),
        content(),
        parts.all(Number(row?.["seq"])).map((part) => ({
          part_number: Number(part["part_number"]),
          size_bytes: Number(part["size_bytes"]),
          etag: String(part["etag"]),
          crc32: Number(part["crc32"]),
        })),
        Number(row?.["part_bytes"]),
      );
      database
        .prepare(
          "UPDATE transfers SET inode = ?, device = ?, mtime_ms = ?, upload_id = ? WHERE path = ?",
        )
        .run(ino, dev, mtimeMs, uploadId, file);
    }
    // Closing would write the log into the database.
    for (const name of names) await copyFile(path.join(scratch, name), path.join(folder, name));
  } finally {
    database.close();
    store.close();
    await rm(scratch, { recursive: true });
  }
};

/** Puts settings, secrets and state of the older release on this machine, with the files that they speak of. */
export const placeKeptHome = async (
  machine: SenderMachine,
  s3: S3StandIn,
  logUrl: string,
): Promise<void> => {
  await mkdir(machine.home);
  await cp(path.join(keptRelease.folder, "home"), machine.home, { recursive: true });
  const move = movedTo(machine, s3, logUrl);
  for (const name of ["config/config.json", "state/worker/worker.json"]) {
    const file = path.join(machine.home, name);
    await writeFile(file, move(await readFile(file, "utf8")));
  }
  await adaptState(machine, s3);
  await makePrivate(machine.home);
};
