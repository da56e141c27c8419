import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  connectToDaemon,
  connectToRunningDaemon,
} from "../../src/services/adapters/daemon/connect-to-daemon.ts";
import type { ConnectToDaemonOptions } from "../../src/services/adapters/daemon/connect-to-daemon.ts";
import type { RemoteQueue } from "../../src/services/adapters/daemon/remote-queue.ts";
import { readDaemonRecord } from "../../src/services/adapters/daemon/daemon-record.ts";
import { isAlive } from "../support/processes/end-daemon.ts";
import { requestFor } from "../support/fakes/memory-upload-queue.ts";

const daemonProgram = path.resolve(import.meta.dirname, "../support/processes/memory-daemon.ts");
const window = { from: 0, count: 10 };

const pidOf = (queue: RemoteQueue) => queue.daemon?.pid ?? 0;

const gone = (pid: number) => expect.poll(() => isAlive(pid)).toBe(false);

describe("the daemon's process", () => {
  let stateFolder = "";
  const apps: RemoteQueue[] = [];
  beforeEach(async () => {
    stateFolder = await mkdtemp(path.join(tmpdir(), "s3-sftp-daemon-"));
  });
  afterEach(async () => {
    for (const app of apps.splice(0)) app.close();
    const record = await readDaemonRecord(stateFolder);
    if (record && isAlive(record.pid)) process.kill(record.pid, "SIGKILL");
    await rm(stateFolder, { recursive: true, force: true });
  });

  const options = (version = "1.0.0"): ConnectToDaemonOptions => ({
    stateFolder,
    version,
    daemonProgram,
    environment: {
      PATH: process.env["PATH"],
      S3_SFTP_HOME: stateFolder,
      LC_WORKER_VERSION: version,
    },
  });

  const connect = async (version?: string): Promise<RemoteQueue> => {
    const queue = await connectToDaemon(options(version));
    if (!queue.ok) throw new Error(JSON.stringify(queue.error));
    apps.push(queue.value);
    return queue.value;
  };

  it("is started once for six apps that come at the same time", async () => {
    const queues = await Promise.all(Array.from({ length: 6 }, () => connect()));
    const [pid, ...others] = new Set(queues.map(pidOf));
    expect(others).toEqual([]);
    expect(pid).not.toBe(process.pid);
  });

  it("shows the queue of an app that has ended to the next one", async () => {
    const first = await connect();
    await first.add([requestFor("/a.txt")]);
    first.close();
    const second = await connect();
    expect(pidOf(second)).toBeGreaterThan(0);
    expect((await second.snapshot(window)).rows[0]?.path).toBe("/a.txt");
  });

  it("outlives SIGHUP", async () => {
    const queue = await connect();
    process.kill(pidOf(queue), "SIGHUP");
    // An end would take a moment; what is not to come cannot be waited for.
    await wait(200);
    expect((await queue.snapshot(window)).trouble).toBeNull();
  });

  it("outlives the app that started it, killed with its whole process group", async () => {
    const script = `
      const { connectToDaemon } = await import(${JSON.stringify(path.resolve("src/services/adapters/daemon/connect-to-daemon.ts"))});
      const queue = await connectToDaemon(JSON.parse(process.argv[1]));
      await queue.value.add([{ path: "/b.txt", target: { connection: "c", bucket: "b", key: "k" }, conflict: "skip", options: {} }]);
      process.stdout.write(String(queue.value.daemon.pid));
      setInterval(() => {}, 1000);`;
    const app = spawn(
      process.execPath,
      ["--input-type=module", "-e", script, JSON.stringify(options())],
      { detached: true, stdio: ["ignore", "pipe", "inherit"] },
    );
    const [said]: unknown[] = await once(app.stdout, "data");
    process.kill(-(app.pid ?? 0), "SIGKILL");
    await once(app, "exit");
    const queue = await connect();
    expect(pidOf(queue)).toBe(Number(said));
    expect((await queue.snapshot(window)).rows[0]?.path).toBe("/b.txt");
  });

  it("has none of the app's secrets in its arguments or environment", async () => {
    const { environment, ...rest } = options();
    const queue = await connectToDaemon({
      ...rest,
      environment: { ...environment, AWS_SECRET_ACCESS_KEY: "s3cr3t", S3_SFTP_LOG_TOKEN: "t0k3n" },
    });
    if (!queue.ok) throw new Error(queue.error.code);
    apps.push(queue.value);
    await queue.value.giveSecret("connection:acme", "wJalrX");
    const proc = `/proc/${pidOf(queue.value)}`;
    const known =
      (await readFile(`${proc}/cmdline`, "utf8")) + (await readFile(`${proc}/environ`, "utf8"));
    expect(known).toContain(daemonProgram);
    expect(known).not.toMatch(/s3cr3t|t0k3n|wJalrX/);
    const folder = path.join(stateFolder, "worker");
    for (const name of await readdir(folder)) {
      if (name.endsWith(".sock")) continue;
      expect(await readFile(path.join(folder, name), "utf8")).not.toMatch(/s3cr3t|t0k3n|wJalrX/);
      expect((await stat(path.join(folder, name))).mode & 0o077).toBe(0);
    }
  });

  it("ends by itself when nobody is attached and nothing is to be done", async () => {
    const queue = await connect();
    const pid = pidOf(queue);
    // Four of its ticks: it stays while an app is there.
    await wait(1_200);
    expect(isAlive(pid)).toBe(true);
    queue.close();
    await gone(pid);
    expect(await readDaemonRecord(stateFolder)).toBeNull();
    expect(await connectToRunningDaemon(options())).toEqual({ ok: true, value: null });
  });

  it("stays with its work when nobody is attached", async () => {
    const queue = await connect();
    await queue.add([requestFor("/a.txt")]);
    const pid = pidOf(queue);
    queue.close();
    // Five of its ticks: it would have left after two.
    await wait(1_500);
    expect(isAlive(pid)).toBe(true);
    const status = await connectToRunningDaemon(options());
    expect(status.ok && status.value?.daemon?.pid).toBe(pid);
    if (status.ok && status.value) apps.push(status.value);
  });

  it("is followed by another when it is killed, and the app is told meanwhile", async () => {
    const queue = await connect();
    const pid = pidOf(queue);
    let heard = 0;
    queue.subscribe(() => (heard += 1));
    process.kill(pid, "SIGKILL");
    await expect.poll(() => heard).toBeGreaterThan(0);
    expect((await queue.snapshot(window)).trouble).toEqual({
      code: "WorkerUnavailable",
      why: "lost",
    });
    await expect.poll(() => pidOf(queue)).not.toBe(0);
    expect(pidOf(queue)).not.toBe(pid);
    expect((await queue.snapshot(window)).trouble).toBeNull();
  });

  it("hands over to a newer program's, and the older app attaches to that", async () => {
    const old = await connect("1.0.0");
    const oldPid = pidOf(old);
    const young = await connect("1.1.0");
    expect(young.daemon?.version).toBe("1.1.0");
    expect(pidOf(young)).not.toBe(oldPid);
    await gone(oldPid);
    await expect.poll(() => pidOf(old)).toBe(pidOf(young));
    expect((await old.snapshot(window)).trouble).toBeNull();
  });

  it("is not disturbed by an older program, nor by a status of a newer one", async () => {
    const young = await connect("1.1.0");
    expect(pidOf(await connect("1.0.0"))).toBe(pidOf(young));
    const status = await connectToRunningDaemon(options("2.0.0"));
    expect(status.ok && status.value?.daemon?.version).toBe("1.1.0");
    if (status.ok && status.value) apps.push(status.value);
  });

  it("makes its socket again when somebody removed it", async () => {
    const queue = await connect();
    const record = await readDaemonRecord(stateFolder);
    await rm(record?.socket ?? "");
    expect(pidOf(await connect())).toBe(pidOf(queue));
  });

  it("ends when its state folder was removed, also with work", async () => {
    const queue = await connect();
    await queue.add([requestFor("/a.txt")]);
    const pid = pidOf(queue);
    queue.close();
    await rm(stateFolder, { recursive: true });
    await gone(pid);
  });

  it("says that a daemon which hangs does not answer, within its time limit", async () => {
    const queue = await connect();
    process.kill(pidOf(queue), "SIGSTOP");
    const startedAtMs = performance.now();
    const second = await connectToDaemon(options());
    expect(second).toMatchObject({ error: { code: "WorkerUnavailable", why: "silent" } });
    expect((await queue.snapshot(window)).trouble).toMatchObject({ why: "silent" });
    expect(performance.now() - startedAtMs).toBeLessThan(20_000);
    process.kill(pidOf(queue), "SIGCONT");
    await expect.poll(async () => (await queue.snapshot(window)).trouble).toBeNull();
  });

  it("is not started where others may write", async () => {
    await mkdir(path.join(stateFolder, "worker"));
    await chmod(path.join(stateFolder, "worker"), 0o777);
    expect(await connectToDaemon(options())).toMatchObject({
      error: { code: "WorkerUnavailable", why: "unsafe folder", detail: expect.any(String) },
    });
  });

  it("listens in XDG_RUNTIME_DIR where the state's path is too long, unless others may write there", async () => {
    const long = path.join(stateFolder, "x".repeat(100));
    const runtime = path.join(stateFolder, "run");
    await mkdir(long);
    await mkdir(runtime, { mode: 0o700 });
    const { environment, ...rest } = options();
    const there = {
      ...rest,
      stateFolder: long,
      environment: { ...environment, S3_SFTP_HOME: long, XDG_RUNTIME_DIR: runtime },
    };
    const queue = await connectToDaemon(there);
    if (!queue.ok) throw new Error(JSON.stringify(queue.error));
    apps.push(queue.value);
    const pid = pidOf(queue.value);
    const folder = path.join(runtime, "s3-sftp");
    expect((await readDaemonRecord(long))?.socket.startsWith(folder)).toBe(true);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    queue.value.close();
    process.kill(pid, "SIGTERM");
    await gone(pid);

    await chmod(folder, 0o777);
    expect(await connectToDaemon(there)).toMatchObject({ error: { why: "unsafe folder" } });
    await rm(folder, { recursive: true });
    await chmod(runtime, 0o777);
    expect(await connectToDaemon(there)).toMatchObject({ error: { why: "unsafe folder" } });
  });

  it("says that no socket can be made where every path is too long", async () => {
    const long = path.join(stateFolder, "x".repeat(100));
    await mkdir(long);
    const { environment, ...rest } = options();
    const queue = await connectToDaemon({
      ...rest,
      stateFolder: long,
      environment: { ...environment, S3_SFTP_HOME: long },
    });
    expect(queue).toMatchObject({ error: { code: "WorkerUnavailable", why: "no socket" } });
  });

  it("says that the daemon did not start when its program is broken", async () => {
    const broken = path.join(stateFolder, "broken.js");
    await writeFile(broken, "process.exit(1);");
    const startedAtMs = performance.now();
    expect(await connectToDaemon({ ...options(), daemonProgram: broken })).toMatchObject({
      error: { code: "WorkerUnavailable", why: "not started" },
    });
    expect(performance.now() - startedAtMs).toBeLessThan(20_000);
  });
});
