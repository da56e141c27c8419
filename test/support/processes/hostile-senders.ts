import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";

/** Senders that hold what they can, in a process of their own. */
export interface HostileSenders {
  /** Connections that they have opened so far, as of the last second. */
  opened(): number;
  stop(): Promise<void>;
}

/** The proxy that the server has to trust, for the part of them that is an IPv6 network. */
export const hostileProxy = "127.0.1.1";

const program = path.join(import.meta.dirname, "hostile-program.ts");

/** Ten addresses and one IPv6 network against a log server on loopback, together so many bytes a second. */
export const startHostileSenders = async (
  port: number,
  bytesPerSecond: number,
): Promise<HostileSenders> => {
  const args = [program, String(port), String(bytesPerSecond)];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  let opened = 0;
  child.stdout.setEncoding("utf8").on("data", (line: string) => {
    opened = Number(line.trim().split("\n").at(-1));
  });
  await once(child.stdout, "data");
  return {
    opened: () => opened,
    stop: async () => {
      const exited = once(child, "exit");
      child.kill("SIGKILL");
      await exited;
    },
  };
};
