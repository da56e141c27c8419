import { spawn, spawnSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { freePort } from "./free-port.ts";

/** An sshd on loopback that lets the user of the tests in with a key made for this run. */
export interface Sshd {
  readonly port: number;
  /** Arguments of `ssh` for a login with a terminal; a command may follow. */
  readonly loginArgs: readonly string[];
  close(): Promise<void>;
}

const makeKey = (file: string) => {
  const made = spawnSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", file]);
  if (made.status !== 0) throw new Error(`ssh-keygen: ${made.stderr.toString()}`);
};

const configOf = (folder: string, port: number) =>
  [
    `Port ${port}`,
    "ListenAddress 127.0.0.1",
    `HostKey ${folder}/host`,
    `AuthorizedKeysFile ${folder}/person.pub`,
    "PidFile none",
    "UsePAM no",
    // The folder lies under /tmp, which sshd would refuse for a person's keys.
    "StrictModes no",
    "PasswordAuthentication no",
    "KbdInteractiveAuthentication no",
    "PermitRootLogin prohibit-password",
    "PrintMotd no",
    "PrintLastLog no",
    "UseDNS no",
    "",
  ].join("\n");

const answers = (args: readonly string[]) =>
  new Promise<boolean>((resolve) => {
    const child = spawn("ssh", [...args, "true"], { stdio: "ignore" });
    child.on("error", () => resolve(false));
    child.on("exit", (code) => resolve(code === 0));
  });

/** Starts Debian's sshd with keys and configuration of its own; nothing of the machine's is read or changed. */
export const startSshd = async (): Promise<Sshd> => {
  const folder = await mkdtemp(path.join(tmpdir(), "s3-sftp-sshd-"));
  await chmod(folder, 0o700);
  makeKey(path.join(folder, "host"));
  makeKey(path.join(folder, "person"));
  const port = await freePort();
  await writeFile(path.join(folder, "config"), configOf(folder, port));
  // sshd started by root wants its privilege separation folder, which a service file makes elsewhere.
  if (process.getuid?.() === 0) await mkdir("/run/sshd", { recursive: true, mode: 0o755 });

  const log = path.join(folder, "log");
  const server = spawn("/usr/sbin/sshd", ["-D", "-f", path.join(folder, "config"), "-E", log], {
    stdio: "ignore",
  });
  const options = {
    BatchMode: "yes",
    IdentitiesOnly: "yes",
    StrictHostKeyChecking: "no",
    UserKnownHostsFile: "/dev/null",
    LogLevel: "ERROR",
  };
  const login = [
    "-F",
    "none",
    "-p",
    String(port),
    "-i",
    path.join(folder, "person"),
    ...Object.entries(options).flatMap(([name, value]) => ["-o", `${name}=${value}`]),
  ];
  const target = `${userInfo().username}@127.0.0.1`;
  const close = async () => {
    server.kill("SIGTERM");
    await rm(folder, { recursive: true, force: true });
  };
  for (let attempt = 0; attempt < 50; attempt += 1) {
    if (await answers([...login, target])) {
      return { port, loginArgs: [...login, "-tt", target], close };
    }
    await wait(100);
  }
  const said = await readFile(log, "utf8").catch(() => "");
  await close();
  throw new Error(`sshd does not let us in:\n${said}`);
};
