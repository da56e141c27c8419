import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkDaemon } from "../../../src/cli/doctor/check-daemon.ts";
import { Report } from "../../../src/cli/doctor/report.ts";
import { openPlatform } from "../../../src/wiring/platform.ts";
import { writeDaemonRecord } from "../../../src/services/adapters/daemon/daemon-record.ts";
import { errorWords } from "../../../src/words/errors/error-words.ts";
import { doctorWords } from "../../../src/words/commands/doctor.ts";
import { MemoryUploadQueue, requestFor } from "../../support/fakes/memory-upload-queue.ts";
import { serveQueue } from "../../support/sites/served-queue.ts";

const { uploader } = doctorWords;

describe("what doctor says of the daemon", () => {
  let home = "";
  let root = "";
  let daemonFolder = "";
  beforeEach(async () => {
    home = await mkdtemp(path.join(tmpdir(), "s3-sftp-doctor-"));
    root = path.join(home, "root");
    daemonFolder = path.join(home, "state", "worker");
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  const ask = async (environment: Readonly<Record<string, string>> = {}) => {
    const platform = openPlatform({ S3_SFTP_HOME: home, ...environment });
    const lines: string[] = [];
    const events: string[] = [];
    const words = new Report({ out: (line) => lines.push(line) }, false);
    const json = new Report({ out: (line) => events.push(line) }, true);
    for (const report of [words, json]) await checkDaemon(platform, report, root);
    expect(words.exitCode).toBe(0);
    expect(events).toHaveLength(1);
    const event: unknown = JSON.parse(events[0] ?? "");
    return { text: lines.join("\n"), event };
  };

  it("names the socket of the one that would be started, and makes nothing", async () => {
    const { text, event } = await ask();
    const socket = path.join(daemonFolder, "desk.sock");
    expect(text).toContain(doctorWords.finding("note", "worker", uploader.startable(socket)));
    expect(text).toContain(uploader.startableMeans);
    expect(event).toMatchObject({ event: "check", what: "worker", worker: null, socket });
    expect(await readdir(home)).toEqual([]);
  });

  it("tells who runs, since when, where it listens and what it has to do", async () => {
    const queue = new MemoryUploadQueue();
    const served = await serveQueue(queue);
    await mkdir(daemonFolder, { recursive: true, mode: 0o700 });
    const { socket } = served;
    const startedAtMs = Date.UTC(2026, 10, 24, 12, 0);
    const record = { socket, pid: process.pid, version: "1.0.0", startedAtMs };
    await writeDaemonRecord(path.join(home, "state"), record);
    await queue.add([requestFor("/a.txt"), requestFor("/b.txt")]);
    const { text, event } = await ask();
    const files = { uploading: 2, waiting: 0, paused: 0 };
    const found = { pid: process.pid, version: "1.0.0", startedAtMs, socket, files };
    expect(text).toBe(doctorWords.finding("ok", "worker", uploader.running(found, Date.now())));
    expect(event).toMatchObject({
      state: "ok",
      worker: {
        pid: process.pid,
        version: "1.0.0",
        startedAt: "2026-11-24T12:00:00.000Z",
        socket,
        files: { uploading: 2 },
      },
    });
    await served.close();
    queue.stop();
  });

  it("says in the app's words that others may write the folder", async () => {
    await mkdir(daemonFolder, { recursive: true });
    await chmod(daemonFolder, 0o777);
    const { text, event } = await ask();
    expect(text).toContain(
      errorWords({ code: "WorkerUnavailable", why: "unsafe folder" }).happened,
    );
    expect(text).toContain("chmod 700");
    expect(text).toContain(daemonFolder);
    expect(event).toMatchObject({ state: "note", error: "WorkerUnavailable" });
  });

  it("says in the app's words that this computer ends programs at logout", async () => {
    await mkdir(path.join(root, "run/systemd/system"), { recursive: true });
    await mkdir(path.join(root, "etc/systemd"), { recursive: true });
    await writeFile(
      path.join(root, "etc/systemd/logind.conf"),
      "[Login]\nKillUserProcesses=yes\nKillExcludeUsers=nobody\n",
    );
    const { text } = await ask();
    const { happened, next } = errorWords({ code: "WorkerUnavailable", why: "killed at logout" });
    expect(text).toContain(happened);
    expect(text).toContain(next);
  });

  it("says that it was switched off", async () => {
    const { text, event } = await ask({ S3_SFTP_WORKER: "off" });
    expect(text).toContain(uploader.off);
    expect(event).toMatchObject({ worker: null });
  });
});
