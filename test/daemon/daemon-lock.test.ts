import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { takeDaemonLock } from "../../src/daemon/daemon-lock.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "s3-sftp-lock-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const module = path.resolve(import.meta.dirname, "../../src/daemon/daemon-lock.ts");

/** A process that tries the lock, says what it got, and holds it until it is killed. */
const startHolder = async () => {
  const script = `
    const { takeDaemonLock } = await import(${JSON.stringify(module)});
    process.stdout.write(takeDaemonLock(${JSON.stringify(folder)}) ? "ours" : "taken");
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [said]: unknown[] = await once(child.stdout, "data");
  const kill = async () => {
    child.kill("SIGKILL");
    await once(child, "exit");
  };
  return { said: String(said), kill };
};

it("is given to one process, and is free again when that is killed", async () => {
  const first = await startHolder();
  expect(first.said).toBe("ours");
  expect(takeDaemonLock(folder)).toBeNull();
  await first.kill();
  const lock = takeDaemonLock(folder);
  expect(lock).not.toBeNull();
  lock?.release();
});

it("is given to exactly one of many that ask at the same time", async () => {
  const holders = await Promise.all(Array.from({ length: 6 }, startHolder));
  expect(holders.map(({ said }) => said).filter((said) => said === "ours")).toHaveLength(1);
  await Promise.all(holders.map(({ kill }) => kill()));
});

it("is released by its holder", () => {
  takeDaemonLock(folder)?.release();
  const again = takeDaemonLock(folder);
  expect(again).not.toBeNull();
  again?.release();
});

it("throws where it cannot write", () => {
  expect(() => takeDaemonLock(path.join(folder, "absent"))).toThrow();
});
