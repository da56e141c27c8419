import { appendFileSync, renameSync, statSync } from "node:fs";
import path from "node:path";
import { escapeUnseen } from "../domain/wire-json.ts";

const maxBytes = 256 * 1024;

/** Notes one event of the daemon's life. Fields hold no secret and nothing of a file's content. */
export type DaemonLog = (event: string, fields?: Readonly<Record<string, unknown>>) => void;

const sizeOf = (file: string) => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

/**
 * daemon.log beside the lock: a line for each start, end and fault, because a daemon has no terminal to say it on.
 * At most two files of 256 KiB. Written at once, so that the last words of a crash are kept; a full disk is ignored.
 */
export const createDaemonLog = (daemonFolder: string, nowMs: () => number): DaemonLog => {
  const file = path.join(daemonFolder, "worker.log");
  return (event, fields = {}) => {
    const at = new Date(nowMs()).toISOString();
    try {
      if (sizeOf(file) > maxBytes) renameSync(file, `${file}.1`);
      const line = escapeUnseen(JSON.stringify({ at, pid: process.pid, event, ...fields }));
      appendFileSync(file, `${line}\n`, { mode: 0o600 });
    } catch {
      // Nothing depends on this file.
    }
  };
};
