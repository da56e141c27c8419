import { readdir, readlink } from "node:fs/promises";
import path from "node:path";

/** How much a process has open. */
export interface Open {
  /** One for each request under way, and the idle ones. */
  readonly sockets: number;
  /** Files, pipes and what an event loop needs: everything else. */
  readonly others: number;
}

export const openOf = async (pid: number): Promise<Open> => {
  const folder = `/proc/${pid}/fd`;
  const links = await Promise.all(
    (await readdir(folder)).map((fd) => readlink(path.join(folder, fd)).catch(() => "")),
  );
  const sockets = links.filter((link) => link.startsWith("socket:")).length;
  return { sockets, others: links.filter((link) => link !== "").length - sockets };
};
