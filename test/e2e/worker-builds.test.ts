import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { connectDesk } from "../../src/services/adapters/socket/connect-desk.ts";
import type { ConnectDeskOptions } from "../../src/services/adapters/socket/connect-desk.ts";
import type { RemoteQueue } from "../../src/services/adapters/socket/remote-queue.ts";
import { readWorkerRecord } from "../../src/services/adapters/socket/worker-record.ts";
import { isAlive } from "../support/end-worker.ts";

const workerProgram = path.resolve(import.meta.dirname, "../support/memory-worker.ts");
const window = { from: 0, count: 10 };

const pidOf = (desk: RemoteQueue) => desk.worker?.pid ?? 0;

const gone = (pid: number) =>
  vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 8_000, interval: 50 });

describe("the worker of another build", () => {
  let stateFolder = "";
  const apps: RemoteQueue[] = [];
  beforeEach(async () => {
    stateFolder = await mkdtemp(path.join(tmpdir(), "s3-sftp-worker-"));
  });
  afterEach(async () => {
    for (const app of apps.splice(0)) app.close();
    const record = await readWorkerRecord(stateFolder);
    if (record && isAlive(record.pid)) process.kill(record.pid, "SIGKILL");
    await rm(stateFolder, { recursive: true, force: true });
  });

  const options = (): ConnectDeskOptions => ({
    stateFolder,
    version: "1.0.0",
    workerProgram,
    environment: {
      PATH: process.env["PATH"],
      S3_SFTP_HOME: stateFolder,
      LC_WORKER_VERSION: "1.0.0",
    },
  });

  /** A folder with a program in it, as a build leaves one. */
  const installed = async (name: string, id: string) => {
    const folder = path.join(stateFolder, name);
    const program = path.join(folder, "worker.mjs");
    await mkdir(folder, { recursive: true });
    await writeFile(program, `await import(${JSON.stringify(workerProgram)});`);
    const rebuild = (newId: string) => writeFile(path.join(folder, "build-id"), `${newId}\n`);
    await rebuild(id);
    const start = async (): Promise<RemoteQueue> => {
      const { environment, ...rest } = options();
      const desk = await connectDesk({
        ...rest,
        workerProgram: program,
        environment: { ...environment, LC_WORKER_FOLDER: folder },
      });
      if (!desk.ok) throw new Error(JSON.stringify(desk.error));
      apps.push(desk.value);
      return desk.value;
    };
    return { rebuild, start };
  };

  it("hands over once to another build of its release in its own place", async () => {
    const { rebuild, start } = await installed("program", "aaaa");
    const old = await start();
    const oldPid = pidOf(old);
    expect(old.worker?.build?.id).toBe("aaaa");
    await rebuild("bbbb");
    const young = await start();
    expect(young.worker?.build?.id).toBe("bbbb");
    await gone(oldPid);
    // The app of the build before attaches to it, and takes nothing back.
    await vi.waitFor(() => expect(pidOf(old)).toBe(pidOf(young)), 8_000);
    expect(pidOf(await start())).toBe(pidOf(young));
    expect((await young.snapshot(window)).trouble).toBeNull();
  });

  it("is not disturbed by the same build put there again, nor by another installation of its release", async () => {
    const first = await installed("program", "aaaa");
    const second = await installed("elsewhere", "cccc");
    const desk = await first.start();
    await first.rebuild("aaaa");
    expect(pidOf(await first.start())).toBe(pidOf(desk));
    expect(pidOf(await second.start())).toBe(pidOf(desk));
    await first.rebuild("bbbb");
    expect(pidOf(await second.start())).toBe(pidOf(desk));
  });
});
