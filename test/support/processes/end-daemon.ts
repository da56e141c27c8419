import { readDaemonRecord } from "../../../src/services/adapters/daemon/daemon-record.ts";
import { waitUntil } from "./wait-until.ts";

/** True while there is such a process. */
export const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** Ends the daemon of a state folder, if there is one, so that its folder can be removed. */
export const endDaemon = async (stateFolder: string): Promise<void> => {
  const pid = (await readDaemonRecord(stateFolder))?.pid;
  if (pid === undefined || !isAlive(pid)) return;
  process.kill(pid, "SIGTERM");
  await waitUntil("the worker has ended", () => !isAlive(pid), 20_000);
};
