import { readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { isCount, isRecord, parseJson } from "../../../domain/json.ts";

/** Tells an app where the daemon of a state folder listens. A hint: what counts is who answers there. */
export interface DaemonRecord {
  readonly socket: string;
  readonly pid: number;
  readonly version: string;
  /** Absent in records of the first release. */
  readonly startedAtMs?: number;
}

/** Folder, beside the state database, that holds the daemon's record, lock, log and mostly its socket. */
export const daemonFolder = (stateFolder: string): string => path.join(stateFolder, "worker");

const recordFile = (stateFolder: string) => path.join(daemonFolder(stateFolder), "worker.json");

/** The record, or null when there is none or it makes no sense. */
export const readDaemonRecord = async (stateFolder: string): Promise<DaemonRecord | null> => {
  const text = await readFile(recordFile(stateFolder), "utf8").catch(() => "");
  const value = parseJson(text);
  if (!isRecord(value)) return null;
  const { socket, pid, version, startedAtMs } = value;
  return typeof socket === "string" && isCount(pid) && typeof version === "string"
    ? { socket, pid, version, ...(isCount(startedAtMs) && { startedAtMs }) }
    : null;
};

/** Replaces the record. Lost in a power cut it costs nothing: so does the daemon. */
export const writeDaemonRecord = async (
  stateFolder: string,
  record: DaemonRecord,
): Promise<void> => {
  const file = recordFile(stateFolder);
  await writeFile(`${file}.new`, `${JSON.stringify(record)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
};

/** Removes the record. */
export const removeDaemonRecord = async (stateFolder: string): Promise<void> => {
  await rm(recordFile(stateFolder), { force: true });
};
