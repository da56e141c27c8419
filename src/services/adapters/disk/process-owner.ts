import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { systemCode } from "../../../domain/system-code.ts";

/** Who works on a transfer, told apart from a later process that got the same number. */
export interface ProcessOwner {
  readonly pid: number;
  /** Unique to one opened store of one process. */
  readonly token: string;
  /** False when the process behind `token` is gone for certain. */
  isAlive(token: string, pid: number): boolean;
}

const readOrEmpty = (file: string): string => {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
};

/** When a process began, in ticks since boot (proc(5), field 22); empty where the system does not tell. */
const startOf = (pid: number): string => {
  const stat = readOrEmpty(`/proc/${pid}/stat`);
  // The second field is the program's name, which may hold spaces and parentheses.
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
};

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as somebody else.
    return systemCode(error) === "EPERM";
  }
};

/** Another daemon goes on with what a daemon had; what a killed command or app had waits for a person. */
export type OwnerRole = "worker" | "other";

/** Of what a daemon has left to the next one. No process is called so: the next need not see the one before gone. */
export const handedOver = "handed over";

/** Whether an owner was a daemon. */
export const isDaemons = (token: string): boolean =>
  token === handedOver || token.split("#")[1] === "worker";

/** This process, as the owner of transfers. */
export const createProcessOwner = (role: OwnerRole = "other"): ProcessOwner => {
  const boot = readOrEmpty("/proc/sys/kernel/random/boot_id").trim();
  const identity = (pid: number) => `${boot}/${pid}/${startOf(pid)}`;
  let made: string | null = null;
  return {
    pid: process.pid,
    get token() {
      // For a random number Node loads all of its cryptography, and the first frame needs no owner.
      return (made ??= `${identity(process.pid)}#${role}#${randomUUID()}`);
    },
    isAlive: (token, pid) => isRunning(pid) && token.split("#")[0] === identity(pid),
  };
};
