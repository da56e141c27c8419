import { randomUUID } from "node:crypto";
import { closeSync, fsyncSync, openSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { isDiskFull, systemCode } from "../../../domain/system-code.ts";

/** More than a page of the database, so that a quota without room for one has none for this. */
const probeBytes = 64 * 1024;

/**
 * Whether a folder takes no more bytes (disk full, quota used up), found out by writing some beside what could not be
 * written. SQLite says of a quota only that a write failed, as of a disk that dies; the file goes again.
 */
export const isOutOfRoom = (folder: string): boolean => {
  const file = path.join(folder, `.${randomUUID()}.probe`);
  try {
    const descriptor = openSync(file, "wx", 0o600);
    try {
      writeFileSync(descriptor, Buffer.alloc(probeBytes));
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    return false;
  } catch (thrown) {
    return isDiskFull(systemCode(thrown));
  } finally {
    rmSync(file, { force: true });
  }
};
