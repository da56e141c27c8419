import { describe, expect, it } from "vitest";
import { createWakeSignal as createServerSignal } from "../src/server/queue/wake-signal.ts";
import { createWakeSignal } from "../src/services/log/wake-signal.ts";

const open = () => new AbortController().signal;
const isWoken = async (waiting: Promise<void>) =>
  Promise.race([waiting.then(() => true), new Promise(setImmediate).then(() => false)]);

const server = () => {
  const { notify, wait } = createServerSignal();
  return { notify, wait: (signal: AbortSignal) => wait(60_000, signal) };
};

// The log server may not import the app's, and has one of its own.
describe.each([
  ["app", createWakeSignal],
  ["log server", server],
])("the wake-up signal of the %s", (_, create) => {
  it("wakes all who wait, and nobody else", async () => {
    const signal = create();
    const waiting = [signal.wait(open()), signal.wait(open())];
    expect(await Promise.all(waiting.map(isWoken))).toEqual([false, false]);
    signal.notify();
    expect(await Promise.all(waiting.map(isWoken))).toEqual([true, true]);
    expect(await isWoken(signal.wait(open()))).toBe(false);
  });

  it("keeps one notification for the next who waits", async () => {
    const signal = create();
    signal.notify();
    signal.notify();
    expect(await isWoken(signal.wait(open()))).toBe(true);
    expect(await isWoken(signal.wait(open()))).toBe(false);
  });

  it("rejects with the reason of an abort, before and while it waits", async () => {
    const signal = create();
    const reason = new Error("stop");
    await expect(signal.wait(AbortSignal.abort(reason))).rejects.toBe(reason);
    const controller = new AbortController();
    const waiting = signal.wait(controller.signal);
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
  });
});

describe("the wake-up signal of the log server", () => {
  it("ends a wait without a notification after the time it is given", async () => {
    await createServerSignal().wait(1, open());
  });
});
