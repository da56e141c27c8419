import { setTimeout as wait } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import type { AppError } from "../../../../src/domain/errors.ts";
import { fail, ok } from "../../../../src/domain/result.ts";
import type { Result } from "../../../../src/domain/result.ts";
import type {
  CallOutcome,
  QueueConnection,
} from "../../../../src/services/adapters/daemon/queue-connection.ts";
import type { QueueRequest } from "../../../../src/services/adapters/daemon/queue-messages.ts";
import {
  createRemoteQueue,
  remoteQueueTimeouts,
} from "../../../../src/services/adapters/daemon/remote-queue.ts";
import type { Attached } from "../../../../src/services/adapters/daemon/daemon-link.ts";
import { DaemonLink } from "../../../../src/services/adapters/daemon/daemon-link.ts";
import { parseQueueCommand } from "../../../../src/services/ports/parse-queue-command.ts";
import { parseTransferRequests } from "../../../../src/services/ports/parse-transfer-request.ts";
import { someSnapshot } from "../../../support/fakes/still-queue.ts";
import { MemoryUploadQueue, requestFor } from "../../../support/fakes/memory-upload-queue.ts";

/** A connection whose answers are scripted and which can be cut. */
class ScriptedConnection implements QueueConnection {
  readonly daemon = { hello: 1, version: "1.0.0", pid: 1 };
  readonly calls: QueueRequest[] = [];
  readonly #end = Promise.withResolvers<void>();
  readonly #answer: (call: QueueRequest) => CallOutcome | Promise<CallOutcome>;
  readonly ended = this.#end.promise;
  #isCut = false;

  constructor(answer: (call: QueueRequest) => CallOutcome | Promise<CallOutcome>) {
    this.#answer = answer;
  }

  async call(call: QueueRequest): Promise<CallOutcome> {
    if (this.#isCut) return { state: "lost" };
    this.calls.push(call);
    return this.#answer(call);
  }

  close(): void {
    this.#isCut = true;
    this.#end.resolve();
  }
}

const memory = new MemoryUploadQueue();
const answerWell = async (call: QueueRequest): Promise<CallOutcome> => {
  if (call.do === "snapshot") {
    return { state: "answered", value: await parseQueueCommand(call)?.runOn(memory) };
  }
  if (call.do === "add") return { state: "answered", value: ok([]) };
  return { state: "answered", value: null };
};

/** Of the keys that are asked for, the first is taken. */
const taken = (call: QueueRequest) =>
  "keys" in call && Array.isArray(call["keys"])
    ? call["keys"].slice(0, 1).map((key) => ({ key, sizeBytes: 1, modifiedAtMs: 1 }))
    : [];

describe("RemoteQueue", () => {
  const open: DaemonLink[] = [];
  afterEach(() => {
    for (const link of open.splice(0)) link.close();
  });

  const connect = async (
    connections: (QueueConnection | AppError)[],
    limits = { ...remoteQueueTimeouts, reattachMs: 3_000 },
  ) => {
    const attach = (): Promise<Result<Attached, AppError>> => {
      const next = connections.shift();
      if (!next) return Promise.resolve(fail({ code: "WorkerUnavailable", why: "not started" }));
      return Promise.resolve(
        "code" in next ? fail(next) : ok({ connection: next, isSuccessor: false }),
      );
    };
    const link = await DaemonLink.open(attach);
    if (!link.ok) throw new Error(link.error.code);
    open.push(link.value);
    return createRemoteQueue(link.value, limits);
  };

  const window = { from: 0, count: 10 };

  it("says that the daemon is lost, and shows what it saw last", async () => {
    await memory.add([requestFor("/seen.txt")]);
    const first = new ScriptedConnection(answerWell);
    const queue = await connect([first]);
    const before = await queue.snapshot(window);
    first.close();
    await wait(0);
    const after = await queue.snapshot(window);
    expect(after.trouble).toEqual({ code: "WorkerUnavailable", why: "lost" });
    expect(after.rows).toEqual(before.rows);
    expect(after.rows[0]?.path).toBe("/seen.txt");
  });

  it("counts down to nothing while the daemon is lost, whatever was seen last", async () => {
    const trouble: AppError = { code: "EndpointUnreachable", host: "s3", reason: "timeout" };
    const held = someSnapshot([], { trouble, troubleConnection: "acme", nextTryInMs: 42_000 });
    const first = new ScriptedConnection(() => ({ state: "answered", value: held }));
    const queue = await connect([first]);
    expect(await queue.snapshot(window)).toEqual(held);
    first.close();
    await wait(0);
    const after = await queue.snapshot(window);
    expect(after.trouble?.code).toBe("WorkerUnavailable");
    expect(after).not.toHaveProperty("nextTryInMs");
    expect(after).not.toHaveProperty("troubleConnection");
  });

  it("asks for taken keys in messages of a size that a line may have, and an older daemon for none", async () => {
    const place = { connection: "acme", bucket: "inbox" };
    const keys = Array.from({ length: 3_000 }, (_, index) => `${"k".repeat(1_000)}${index}`);
    const daemon = new ScriptedConnection((call) => ({
      state: "answered",
      value: ok(taken(call)),
    }));
    const queue = await connect([daemon]);
    const found = await queue.findTaken(place, keys);
    const asked = daemon.calls.filter((call) => call.do === "findTaken").length;
    expect(asked).toBeGreaterThan(1);
    expect(found.ok && found.value).toHaveLength(asked);
    expect(await queue.findTaken(place, [])).toEqual(ok([]));
    const older = await connect([
      new ScriptedConnection(() => ({ state: "refused", fault: "not understood" })),
    ]);
    expect(await older.findTaken(place, [])).toMatchObject({
      error: { code: "WorkerUnavailable" },
    });
  });

  it("says so when a newer daemon has come in its place, and looks on for ours", async () => {
    const first = new ScriptedConnection(answerWell);
    const detail = "9.0.0";
    const newer: AppError = { code: "WorkerUnavailable", why: "newer worker", detail };
    const queue = await connect([first, newer]);
    first.close();
    const replaced: AppError = { code: "WorkerUnavailable", why: "replaced", detail };
    const trouble = async () => (await queue.snapshot(window)).trouble;
    await expect.poll(trouble).toEqual(replaced);
    // The next attempt finds nothing that keeps another one from being started, and says that reason.
    const notStarted: AppError = { code: "WorkerUnavailable", why: "lost", detail: "not started" };
    await expect.poll(trouble).toEqual(notStarted);
  });

  it("attaches to the next daemon, tells it the secrets, lets it begin, and subscribes again", async () => {
    const [first, second] = [
      new ScriptedConnection(answerWell),
      new ScriptedConnection(answerWell),
    ];
    const queue = await connect([first, second]);
    expect(first.calls).toEqual([{ do: "begin", isSuccessor: false }]);
    let heard = 0;
    queue.subscribe(() => (heard += 1));
    await queue.giveSecret("log-token", "t0ken");
    first.close();
    await expect.poll(() => second.calls).toHaveLength(3);
    expect(second.calls).toEqual([
      { do: "secret", account: "log-token", secret: "t0ken" },
      { do: "begin", isSuccessor: true },
      { do: "subscribe" },
    ]);
    expect(heard).toBe(2);
    expect((await queue.snapshot(window)).trouble).toBeNull();
  });

  it("gives a command that was cut off to the next daemon", async () => {
    const first = new ScriptedConnection((call) => {
      if (call.do !== "pause") return answerWell(call);
      first.close();
      return { state: "lost" };
    });
    const second = new ScriptedConnection(answerWell);
    const queue = await connect([first, second]);
    await queue.pause("all");
    expect(second.calls).toContainEqual({ do: "pause", which: "all" });
  });

  it("never sends files twice: an add that was cut off fails", async () => {
    const first = new ScriptedConnection((call) => {
      if (call.do !== "add") return answerWell(call);
      first.close();
      return { state: "lost" };
    });
    const second = new ScriptedConnection(answerWell);
    const queue = await connect([first, second]);
    expect(await queue.add([requestFor("/a.txt")])).toEqual({
      ok: false,
      error: { code: "WorkerUnavailable", why: "lost" },
    });
    await expect.poll(() => second.calls).toContainEqual({ do: "begin", isSuccessor: true });
    expect(second.calls.map((call) => call.do)).not.toContain("add");
  });

  it("says file by file what did not get there when the daemon dies between two messages", async () => {
    const paths = Array.from({ length: 9_000 }, (_, at) => `/${"x".repeat(100)}/${at}`);
    const first = new ScriptedConnection((call) => {
      if (call.do !== "add") return answerWell(call);
      first.close();
      const requests = parseTransferRequests(call["requests"]) ?? [];
      const value = requests.map(({ path }) => ({ path, id: path, isResumed: false }));
      return { state: "answered", value: ok(value) };
    });
    const queue = await connect([first], { ...remoteQueueTimeouts, reattachMs: 10 });
    const added = await queue.add(paths.map(requestFor));
    expect(added.ok && added.value.map(({ path }) => path)).toEqual(paths);
    const last = added.ok ? added.value.at(-1) : null;
    expect(last).toMatchObject({ error: { code: "WorkerUnavailable", why: "lost" } });
    expect(added.ok && added.value[0]).toMatchObject({ id: paths[0] });
  });

  it("gives up a command when no daemon comes, and says why in the snapshot", async () => {
    const first = new ScriptedConnection(answerWell);
    const refusal: AppError = { code: "WorkerUnavailable", why: "no socket" };
    const queue = await connect([first, refusal, refusal, refusal], {
      ...remoteQueueTimeouts,
      reattachMs: 1_500,
    });
    first.close();
    await wait(0);
    const startedAtMs = performance.now();
    await queue.pause("all");
    expect(performance.now() - startedAtMs).toBeLessThan(15_000);
    expect((await queue.snapshot(window)).trouble).toEqual({
      code: "WorkerUnavailable",
      why: "lost",
      detail: "no socket",
    });
  });

  it("says that a daemon is silent, and takes it back when it answers", async () => {
    let isSilent = true;
    const first = new ScriptedConnection((call) =>
      isSilent && call.do === "snapshot" ? { state: "silent" } : answerWell(call),
    );
    const queue = await connect([first]);
    expect((await queue.snapshot(window)).trouble).toEqual({
      code: "WorkerUnavailable",
      why: "silent",
    });
    isSilent = false;
    expect((await queue.snapshot(window)).trouble).toBeNull();
  });

  it("keeps the listeners apart that are one function", async () => {
    const first = new ScriptedConnection(answerWell);
    const queue = await connect([first]);
    let heard = 0;
    const listener = () => (heard += 1);
    const end = queue.subscribe(listener);
    queue.subscribe(listener);
    end();
    end();
    first.close();
    await wait(0);
    expect(heard).toBe(1);
    expect(first.calls.map((call) => call.do)).not.toContain("unsubscribe");
  });

  it("looks for no daemon after it was closed", async () => {
    const [first, second] = [
      new ScriptedConnection(answerWell),
      new ScriptedConnection(answerWell),
    ];
    const queue = await connect([first, second]);
    queue.close();
    // Longer than the first pause before it looks: what is not to come cannot be waited for.
    await wait(1_300);
    expect(second.calls).toEqual([]);
    expect((await queue.add([requestFor("/a.txt")])).ok).toBe(false);
  });
});
