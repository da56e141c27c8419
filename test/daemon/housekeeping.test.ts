import { describe, expect, it } from "vitest";
import type { AppError } from "../../src/domain/errors.ts";
import { emptySnapshot, type QueueSnapshot } from "../../src/services/ports/transfer-view.ts";
import { createHousekeeping, hasNothingToDo } from "../../src/daemon/housekeeping.ts";
import { MemoryUploadQueue, requestFor } from "../support/fakes/memory-upload-queue.ts";

const surroundings = () => {
  const state = { attached: 0, isReachable: true, begun: 0, listened: 0, left: 0, nowMs: 0 };
  const queue = new MemoryUploadQueue();
  const tick = createHousekeeping({
    queue,
    begin: async () => void (state.begun += 1),
    attached: () => state.attached,
    isReachable: () => Promise.resolve(state.isReachable),
    relisten: async () => void (state.listened += 1),
    leave: () => void (state.left += 1),
    monotonicMs: () => state.nowMs,
  });
  return { state, queue, tick };
};

describe("the housekeeping of a daemon", () => {
  it("leaves when two ticks in a row found nobody and nothing to do", async () => {
    const { state, tick } = surroundings();
    await tick();
    expect(state.left).toBe(0);
    await tick();
    expect(state.left).toBe(1);
  });

  it("stays as long as an app is attached, and counts anew after it", async () => {
    const { state, tick } = surroundings();
    await tick();
    state.attached = 1;
    await tick();
    state.attached = 0;
    await tick();
    expect(state.left).toBe(0);
    await tick();
    expect(state.left).toBe(1);
  });

  it("stays as long as a transfer runs, and leaves a paused one for the next run", async () => {
    const { state, queue, tick } = surroundings();
    await queue.add([requestFor("/a.txt")]);
    await tick();
    await tick();
    expect(state.left).toBe(0);
    await queue.pause("all");
    await tick();
    await tick();
    expect(state.left).toBe(1);
    queue.stop();
  });

  it.each<[string, AppError]>([
    ["cannot be reached", { code: "EndpointUnreachable", host: "s3", reason: "timeout" }],
    ["stalls", { code: "Stalled", idleMs: 40_000 }],
  ])("waits for a store that %s, over a night but not for ever", async (_, trouble) => {
    const { state, queue, tick } = surroundings();
    const away = { ...emptySnapshot, trouble };
    queue.snapshot = () => Promise.resolve(away);
    for (const hours of [0, 1, 12, 23]) {
      state.nowMs = hours * 3_600_000;
      await tick();
      await tick();
    }
    expect(state.left).toBe(0);
    state.nowMs = 25 * 3_600_000;
    await tick();
    await tick();
    expect(state.left).toBe(1);
  });

  it("waits for a store that is away beside a connection whose keys are refused", async () => {
    const { state, queue, tick } = surroundings();
    const trouble: AppError = { code: "WrongSecret" };
    const gone: AppError = { code: "EndpointUnreachable", host: "s3", reason: "timeout" };
    const holds = [
      { error: trouble, connection: "acme", bucket: null },
      { error: gone, connection: "clinic", bucket: "inbox" },
    ];
    const stopped = { ...emptySnapshot, trouble };
    queue.snapshot = () => Promise.resolve({ ...stopped, holds });
    await tick();
    await tick();
    expect(state.left).toBe(0);
    queue.snapshot = () => Promise.resolve({ ...stopped, holds: holds.slice(0, 1) });
    await tick();
    await tick();
    expect(state.left).toBe(1);
  });

  it("listens anew when its socket was taken away", async () => {
    const { state, tick } = surroundings();
    await tick();
    expect(state.listened).toBe(0);
    state.isReachable = false;
    await tick();
    expect(state.listened).toBe(1);
  });
});

const at = (
  files: { readonly waiting?: number; readonly uploading?: number; readonly paused?: number },
  rest: Partial<QueueSnapshot> = {},
): QueueSnapshot => {
  const { totals } = emptySnapshot;
  return {
    ...emptySnapshot,
    totals: { ...totals, files: { ...totals.files, ...files } },
    ...rest,
  };
};
const refused = (permanent: boolean): AppError => ({
  code: "LogServerRefused",
  status: permanent ? 401 : 503,
  permanent,
});

describe("hasNothingToDo", () => {
  const wrongSecret: AppError = { code: "WrongSecret" };
  const away: AppError = { code: "LogServerUnreachable", host: "log", reason: "refused" };
  it.each([
    ["an empty queue", at({}), true],
    ["a paused transfer", at({ paused: 1 }), true],
    ["a waiting transfer", at({ waiting: 1 }), false],
    ["a running transfer", at({ uploading: 1 }), false],
    ["a queue that was stopped", at({ waiting: 9 }, { trouble: wrongSecret }), true],
    ["an outcome on its way", at({}, { log: { waiting: 1, trouble: null } }), false],
    ["a log server that is away", at({}, { log: { waiting: 1, trouble: away } }), false],
    ["a busy log server", at({}, { log: { waiting: 1, trouble: refused(false) } }), false],
    ["a wrong token", at({}, { log: { waiting: 1, trouble: refused(true) } }), true],
  ])("with %s", (_what, snapshot, expected) => {
    expect(hasNothingToDo(snapshot)).toBe(expected);
  });
});
