import { readDaemonRecord } from "../../../src/services/adapters/daemon/daemon-record.ts";
import { waitUntil } from "./wait-until.ts";

/** True while there is such a process; 0, which means the caller's own group to the system, is none. */
export const isAlive = (pid: number): boolean => {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** The process id of the daemon that a state folder names. Throws where it names none. */
export const daemonPid = async (stateFolder: string): Promise<number> => {
  const record = await readDaemonRecord(stateFolder);
  if (record === null) throw new Error(`${stateFolder} names no daemon`);
  return record.pid;
};

/** Ends the daemon of a state folder, if there is one, so that its folder can be removed. */
export const endDaemon = async (stateFolder: string): Promise<void> => {
  const pid = (await readDaemonRecord(stateFolder))?.pid;
  if (pid === undefined || !isAlive(pid)) return;
  process.kill(pid, "SIGTERM");
  await waitUntil("the worker has ended", () => !isAlive(pid));
};
