import { describe, expect, it } from "vitest";
import { systemClock } from "../src/server/operations/system-clock.ts";
import { createSystemClock } from "../src/services/adapters/disk/system-clock.ts";

// The log server may not import the app's, and has one of its own.
describe.each([
  ["app", createSystemClock()],
  ["log server", systemClock],
])("the clock of the %s", (_, clock) => {
  it("sleeps as long as it is told", async () => {
    const startedMs = performance.now();
    await clock.sleep(20, new AbortController().signal);
    expect(performance.now() - startedMs).toBeGreaterThan(18);
  });

  it("counts on by itself", async () => {
    const beforeMs = clock.monotonicMs();
    await clock.sleep(5, new AbortController().signal);
    expect(clock.monotonicMs()).toBeGreaterThan(beforeMs);
  });

  it("rejects with the reason of an abort, before and during a sleep", async () => {
    const reason = new Error("stop");
    await expect(clock.sleep(0, AbortSignal.abort(reason))).rejects.toBe(reason);
    const controller = new AbortController();
    const sleeping = clock.sleep(60_000, controller.signal);
    controller.abort(reason);
    await expect(sleeping).rejects.toBe(reason);
  });
});

describe("a sleep that is longer than a timer of Node may be", () => {
  it("does not end at once", async () => {
    const controller = new AbortController();
    const reason = new Error("stop");
    let isAwake = false;
    const sleeping = systemClock.sleep(2 ** 31 + 1000, controller.signal).finally(() => {
      isAwake = true;
    });
    await systemClock.sleep(20, new AbortController().signal);
    expect(isAwake).toBe(false);
    controller.abort(reason);
    await expect(sleeping).rejects.toBe(reason);
  });
});
