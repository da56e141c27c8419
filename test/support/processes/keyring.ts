import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/** A GNOME Keyring of a test's own, on a message bus of its own. */
export interface Keyring {
  /** For a program that is to find it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Locks the collection where secrets lie; nobody is there to answer the question that follows. */
  lock(): void;
  unlock(): Promise<void>;
  close(): Promise<void>;
}

const password = "keyring-of-the-tests";

const end = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
};

/** Leaves the stream open: a bus that cannot write to it any more would end. */
const firstLine = (child: ChildProcess): Promise<string> =>
  new Promise((resolve) => {
    let text = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      text += String(chunk);
      if (text.includes("\n")) resolve(text.split("\n", 1)[0] ?? "");
    });
  });

/** Starts a message bus and gnome-keyring-daemon, unlocked, with files in a temporary folder. */
export const startKeyring = async (): Promise<Keyring> => {
  const home = await mkdtemp(path.join(tmpdir(), "s3-sftp-keyring-"));
  const bus = spawn("dbus-daemon", ["--session", "--nofork", "--print-address"], {
    env: { ...process.env, HOME: home },
    stdio: ["ignore", "pipe", "ignore"],
  });
  const address = await firstLine(bus);
  const environment = {
    DBUS_SESSION_BUS_ADDRESS: address,
    HOME: home,
    XDG_DATA_HOME: path.join(home, "data"),
    XDG_RUNTIME_DIR: home,
  };
  const env = { PATH: process.env["PATH"] ?? "", ...environment };
  const send = (to: string, at: string, method: string, argument: string) =>
    spawnSync("dbus-send", ["--session", "--print-reply", `--dest=${to}`, at, method, argument], {
      env,
      encoding: "utf8",
    }).stdout;
  const secrets = (method: string, argument: string) =>
    send(
      "org.freedesktop.secrets",
      "/org/freedesktop/secrets",
      `org.freedesktop.Secret.Service.${method}`,
      argument,
    );
  // Asked before anybody serves them, the bus would start a second, locked daemon.
  const isServed = () =>
    send(
      "org.freedesktop.DBus",
      "/org/freedesktop/DBus",
      "org.freedesktop.DBus.NameHasOwner",
      "string:org.freedesktop.secrets",
    ).includes("true");
  const isReady = () => isServed() && secrets("ReadAlias", "string:default").includes("/login");
  const startDaemon = async () => {
    const started = spawn(
      "gnome-keyring-daemon",
      ["--foreground", "--unlock", "--components=secrets"],
      { env, stdio: ["pipe", "ignore", "ignore"] },
    );
    started.stdin.end(password);
    for (let tries = 0; !isReady(); tries += 1) {
      if (tries > 100) throw new Error("gnome-keyring-daemon does not serve");
      await wait(50);
    }
    return started;
  };
  let daemon = await startDaemon();
  return {
    environment,
    lock: () => {
      secrets("Lock", "array:objpath:/org/freedesktop/secrets/collection/login");
    },
    unlock: async () => {
      await end(daemon);
      daemon = await startDaemon();
    },
    close: async () => {
      await end(daemon);
      await end(bus);
      await rm(home, { recursive: true, force: true });
    },
  };
};
