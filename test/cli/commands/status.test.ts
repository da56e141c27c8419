import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createCommandContext } from "../../support/fakes/command-context.ts";
import { parseCommandLine } from "../../../src/cli/args.ts";
import { status } from "../../../src/cli/commands/status.ts";
import { openTransferStore } from "../../../src/services/adapters/disk/sqlite-transfer-store.ts";
import { writeDaemonRecord } from "../../../src/services/adapters/daemon/daemon-record.ts";
import { isRecord } from "../../../src/domain/json.ts";
import { queueWords } from "../../../src/words/queue.ts";
import { statusWords } from "../../../src/words/commands/status.ts";
import { MemoryUploadQueue, requestFor } from "../../support/fakes/memory-upload-queue.ts";
import { serveQueue } from "../../support/sites/served-queue.ts";
import { someOutcome, someTransfer } from "../../support/values/transfers.ts";

const parseEvent = (line: string): Readonly<Record<string, unknown>> => {
  const value: unknown = JSON.parse(line);
  if (!isRecord(value)) throw new Error(`no object: ${line}`);
  return value;
};

describe("status", () => {
  let home = "";
  let stateFolder = "";
  beforeEach(async () => {
    home = await mkdtemp(path.join(tmpdir(), "s3-sftp-status-"));
    stateFolder = path.join(home, "state");
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  const ask = async (...words: readonly string[]) => {
    const parsed = parseCommandLine(["status", ...words], () => false);
    if (!parsed.ok || parsed.value.wants !== "run") throw new Error("not a command");
    const lines: string[] = [];
    const errors: string[] = [];
    const context = createCommandContext({
      environment: { S3_SFTP_HOME: home },
      folder: home,
      out: (line) => lines.push(line),
      say: (line) => errors.push(line),
    });
    const exitCode = await status(parsed.value.line, context);
    return { exitCode, lines, errors };
  };

  it("says that nothing is sent on a fresh machine, and leaves it fresh", async () => {
    expect(await ask()).toEqual({ exitCode: 0, lines: [statusWords.idle], errors: [] });
    expect(await readdir(home)).toEqual([]);
  });

  it("counts what can go on from an earlier run", async () => {
    await mkdir(stateFolder);
    const store = openTransferStore(path.join(stateFolder, "state.db"));
    if (!store.ok) throw new Error(store.error.code);
    store.value.add([someTransfer({ id: "a" }), someTransfer({ id: "b" })]);
    expect((await ask()).lines).toEqual([statusWords.elsewhere(2)]);
    store.value.close();
    expect((await ask()).lines).toHaveLength(1);
    expect((await ask()).lines[0]).toContain(statusWords.unfinished(2));
    const { lines } = await ask("--all");
    expect(lines.slice(1)).toEqual([
      expect.stringMatching(/^[a-z]+ +inbox\//),
      expect.stringMatching(/^[a-z]+ +inbox\//),
    ]);
    expect(JSON.parse((await ask("--json")).lines[0] ?? "")).toEqual({
      v: 1,
      event: "status",
      worker: null,
      unfinished: 2,
      elsewhere: 0,
      logWaiting: 0,
      logRefused: 0,
    });
  });

  it("says that messages wait for the log server, also while nothing runs", async () => {
    await mkdir(stateFolder);
    const store = openTransferStore(path.join(stateFolder, "state.db"));
    if (!store.ok) throw new Error(store.error.code);
    store.value.addOutcome(someOutcome());
    store.value.close();
    expect((await ask()).lines).toEqual([statusWords.idle, queueWords.logWaiting(1)]);
  });

  it("shows every row of a running daemon, more than one answer holds", async () => {
    const queue = new MemoryUploadQueue();
    const served = await serveQueue(queue);
    await mkdir(path.join(stateFolder, "worker"), { recursive: true, mode: 0o700 });
    const { socket } = served;
    await writeDaemonRecord(stateFolder, { socket, pid: process.pid, version: "1.0.0" });
    await queue.add(Array.from({ length: 1_500 }, (_, at) => requestFor(`/f/${at}.txt`)));

    const { exitCode, lines } = await ask("--json");
    const events = lines.map((line) => parseEvent(line));
    expect(exitCode).toBe(0);
    expect(new Set(events.map((event) => event["path"])).size).toBe(1_501);
    expect(events.at(-1)).toMatchObject({
      event: "status",
      worker: { pid: process.pid, version: "1.0.0" },
      files: { uploading: 1_500 },
      trouble: null,
    });

    const { lines: words } = await ask();
    expect(words[0]).toContain("1,500 files");
    expect(words[1]).toMatch(/^uploading +inbox\/f\/0\.txt {2}0% of 1000 B$/);
    expect(words.at(-1)).toBe(statusWords.more(1_480));
    expect((await ask("--all")).lines).toHaveLength(1_501);
    await served.close();
    queue.stop();
  });

  it("shows names as data, whatever they hold", async () => {
    const queue = new MemoryUploadQueue();
    const served = await serveQueue(queue);
    await mkdir(path.join(stateFolder, "worker"), { recursive: true, mode: 0o700 });
    const { socket } = served;
    await writeDaemonRecord(stateFolder, { socket, pid: process.pid, version: "1.0.0" });
    await queue.add([requestFor("/f/\u001b[2J\u202etxt.exe")]);
    const words = (await ask()).lines.join("\n");
    expect(words).toContain("txt.exe");
    for (const raw of ["\u001b", "\u202e"]) expect(words).not.toContain(raw);
    await served.close();
    queue.stop();
  });
});
