import { spawnSync } from "node:child_process";

// A mount namespace of its own needs root, or a user namespace in which one is root.
const ways: readonly (readonly string[])[] = [
  ["unshare", "--mount"],
  ["unshare", "--user", "--map-root-user", "--mount"],
];

const mounts = ([file = "", ...args]: readonly string[]) =>
  spawnSync(file, [...args, "mount", "-t", "tmpfs", "tmpfs", "/mnt"]).status === 0;

/** The command that lets the one behind it mount a small disk; null where that is forbidden. */
export const mountingCommand = (): readonly string[] | null => ways.find(mounts) ?? null;
