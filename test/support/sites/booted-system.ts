import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { waitUntil } from "../processes/wait-until.ts";
import type { BareSystem, Ended } from "./bare-system.ts";
import { makeCgroup } from "./own-cgroup.ts";

/** A system whose systemd runs: as process 1 of namespaces of its own, with this machine's loopback. */
export interface BootedSystem {
  run(words: readonly string[]): Promise<Ended>;
  halt(): Promise<void>;
}

// /proc/sys is read only, as in every container: what systemd would set there is this machine's. The root is one of mounts,
// not of chroot, and shared: a service's own file system is made from it, and its credentials reach it that way.
const boot = `set -e
root=$1
mount -t proc proc "$root/proc"
mount --bind -o ro "$root/proc/sys" "$root/proc/sys"
mount -t sysfs -o ro sysfs "$root/sys"
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
mount -t tmpfs -o mode=755 tmpfs "$root/run"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for name in null zero full random urandom tty; do
  touch "$root/dev/$name"
  mount --bind "/dev/$name" "$root/dev/$name"
done
mkdir "$root/dev/shm" "$root/dev/pts"
mount -t devpts -o newinstance,ptmxmode=0666 devpts "$root/dev/pts"
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"
cd "$root"
pivot_root . mnt
umount --lazy /mnt
mount --make-rshared /
exec /usr/bin/env -i container=s3-sftp-test /lib/systemd/systemd --unit=multi-user.target`;

const namespaces = ["--mount", "--pid", "--cgroup", "--ipc", "--uts"] as const;

/** Boots a system that has systemd among its packages. Needs root, as the system does. */
export const bootSystem = async (system: BareSystem): Promise<BootedSystem> => {
  const cgroup = await makeCgroup();
  const words = [...namespaces, "--fork", "--kill-child", "bash", "-c", boot, "boot", system.root];
  const join = ["-c", 'echo $$ >"$0" && exec unshare "$@"', cgroup.members, ...words];
  const holder = spawn("sh", join, { stdio: ["ignore", "pipe", "pipe"] });
  const said = Promise.all([text(holder.stdout), text(holder.stderr)]);
  /** systemd itself, as this machine numbers it. */
  const initPid = async (): Promise<string> =>
    (await readFile(`/proc/${holder.pid}/task/${holder.pid}/children`, "utf8")).trim();
  const run = async (command: readonly string[]): Promise<Ended> => {
    const place = [`--target=${await initPid()}`, "--root", "--wd", ...namespaces];
    const environment = ["/usr/bin/env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C"];
    const entered = spawn("nsenter", [...place, ...environment, ...command], {
      stdio: ["ignore", "pipe", "pipe"],
      timeout: 120_000,
    });
    const [stdout, stderr, [code]] = await Promise.all([
      text(entered.stdout),
      text(entered.stderr),
      once(entered, "close"),
    ]);
    return { code: typeof code === "number" ? code : null, stdout, stderr };
  };
  const halt = async () => {
    const ended = holder.exitCode === null ? once(holder, "exit") : null;
    holder.kill("SIGKILL");
    await ended;
    await cgroup.remove();
  };
  try {
    const isUp = async () =>
      (await run(["systemctl", "is-active", "multi-user.target"])).stdout === "active\n";
    await waitUntil("systemd has started the system", isUp, 60_000);
  } catch (thrown) {
    await halt();
    throw new Error(`systemd does not boot here: ${(await said).join("")}`, { cause: thrown });
  }
  return { run, halt };
};
