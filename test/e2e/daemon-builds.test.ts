import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connectToDaemon } from "../../src/services/adapters/daemon/connect-to-daemon.ts";
import type { RemoteQueue } from "../../src/services/adapters/daemon/remote-queue.ts";
import { readDaemonRecord } from "../../src/services/adapters/daemon/daemon-record.ts";
import { isAlive } from "../support/processes/end-daemon.ts";

const daemonProgram = path.resolve(import.meta.dirname, "../support/processes/memory-daemon.ts");

const pidOf = (queue: RemoteQueue) => queue.daemon?.pid ?? 0;

describe("a daemon of another build", () => {
  let stateFolder = "";
  const apps: RemoteQueue[] = [];
  beforeEach(async () => {
    stateFolder = await mkdtemp(path.join(tmpdir(), "s3-sftp-builds-"));
  });
  afterEach(async () => {
    for (const app of apps.splice(0)) app.close();
    const record = await readDaemonRecord(stateFolder);
    if (record && isAlive(record.pid)) process.kill(record.pid, "SIGKILL");
    await rm(stateFolder, { recursive: true, force: true, maxRetries: 5 });
  });

  /** A folder with a program in it, as a build leaves one. */
  const installed = async (name: string, id: string) => {
    const folder = path.join(stateFolder, name);
    const program = path.join(folder, "worker.mjs");
    await mkdir(folder, { recursive: true });
    await writeFile(program, `await import(${JSON.stringify(daemonProgram)});`);
    const rebuild = (newId: string) => writeFile(path.join(folder, "build-id"), `${newId}\n`);
    await rebuild(id);
    const start = async (): Promise<RemoteQueue> => {
      const queue = await connectToDaemon({
        stateFolder,
        version: "1.0.0",
        daemonProgram: program,
        environment: {
          PATH: process.env["PATH"],
          S3_SFTP_HOME: stateFolder,
          LC_WORKER_FOLDER: folder,
        },
      });
      if (!queue.ok) throw new Error(JSON.stringify(queue.error));
      apps.push(queue.value);
      return queue.value;
    };
    return { rebuild, start };
  };

  it("hands over once to another build of its release in its own place", async () => {
    const { rebuild, start } = await installed("program", "aaaa");
    const old = await start();
    const oldPid = pidOf(old);
    expect(old.daemon?.build?.id).toBe("aaaa");
    await rebuild("bbbb");
    const young = await start();
    expect(young.daemon?.build?.id).toBe("bbbb");
    await expect.poll(() => isAlive(oldPid)).toBe(false);
    // The app of the build before attaches to it, and takes nothing back.
    await expect.poll(() => pidOf(old)).toBe(pidOf(young));
    expect(pidOf(await start())).toBe(pidOf(young));
    expect((await young.snapshot({ from: 0, count: 1 })).trouble).toBeNull();
  });

  it("is not disturbed by the same build put there again, nor by another installation of its release", async () => {
    const first = await installed("program", "aaaa");
    const second = await installed("elsewhere", "cccc");
    const queue = await first.start();
    await first.rebuild("aaaa");
    expect(pidOf(await first.start())).toBe(pidOf(queue));
    expect(pidOf(await second.start())).toBe(pidOf(queue));
    await first.rebuild("bbbb");
    expect(pidOf(await second.start())).toBe(pidOf(queue));
  });
});
