import { describe, expect, it } from "vitest";
import { createCaretaker } from "../../src/worker/caretaker.ts";
import { MemoryDesk, requestFor } from "../support/memory-desk.ts";

const surroundings = () => {
  const state = { attached: 0, isReachable: true, begun: 0, listened: 0, left: 0 };
  const desk = new MemoryDesk();
  const tick = createCaretaker({
    desk,
    begin: async () => void (state.begun += 1),
    attached: () => state.attached,
    isReachable: () => Promise.resolve(state.isReachable),
    listenAgain: async () => void (state.listened += 1),
    leave: () => void (state.left += 1),
  });
  return { state, desk, tick };
};

describe("the caretaker of a worker", () => {
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
    const { state, desk, tick } = surroundings();
    await desk.add([requestFor("/a.txt")]);
    await tick();
    await tick();
    expect(state.left).toBe(0);
    await desk.pause("all");
    await tick();
    await tick();
    expect(state.left).toBe(1);
    desk.stop();
  });

  it("stays as long as the log server has not taken every outcome", async () => {
    const { desk } = surroundings();
    let left = 0;
    const snapshot = await desk.snapshot({ from: 0, count: 0 });
    const waiting = { ...snapshot, log: { waiting: 1, trouble: null } };
    desk.snapshot = () => Promise.resolve(waiting);
    const tick = createCaretaker({
      desk,
      begin: () => Promise.resolve(),
      attached: () => 0,
      isReachable: () => Promise.resolve(true),
      listenAgain: () => Promise.resolve(),
      leave: () => void (left += 1),
    });
    for (let turn = 0; turn < 5; turn += 1) await tick();
    expect(left).toBe(0);
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
