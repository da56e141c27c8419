import { describe, expect, it } from "vitest";
import type { PartPace } from "../../../../src/domain/store-abilities.ts";
import { createPartConcurrency } from "../../../../src/services/upload/concurrency/part-concurrency.ts";
import type { ConcurrencyController } from "../../../../src/services/upload/concurrency/concurrency-controller.ts";
import { createSmallFileConcurrency } from "../../../../src/services/upload/concurrency/small-file-concurrency.ts";

const bounds = { first: 4, max: 64 };

/** Lets a controller work for `ms` on a line whose speed follows `bytesPerMs` of its connections. */
const workOn = (
  controller: ConcurrencyController,
  fromMs: number,
  ms: number,
  bytesPerMs: (connections: number) => number,
): number => {
  for (let nowMs = fromMs; nowMs < fromMs + ms; nowMs += 10)
    controller.moved(bytesPerMs(controller.limit()) * 10, nowMs, true);
  return fromMs + ms;
};

/** How many there are, three seconds after they may grow again. */
const regrown = (pace: PartPace | null): number => {
  const controller = createPartConcurrency(bounds);
  if (pace) controller.expect(pace);
  controller.overloaded(0);
  workOn(controller, 6_000, 3_100, (connections) => connections * 4_000);
  return controller.limit();
};

describe("connections for parts", () => {
  it("reach 64 within a second and a half where each brings its own speed", () => {
    const controller = createPartConcurrency(bounds);
    workOn(controller, 0, 1_500, (connections) => connections * 6_250);
    expect(controller.limit()).toBe(64);
  });

  it("are 64 after the second look where the first are quick, and twice as many where they are not", () => {
    const quick = createPartConcurrency(bounds);
    workOn(quick, 0, 450, (connections) => connections * 6_250);
    expect(quick.limit()).toBe(64);
    const slow = createPartConcurrency(bounds);
    workOn(slow, 0, 250, (connections) => connections * 600);
    expect(slow.limit()).toBe(8);
  });

  it("are at once as many as the last upload ended with, where the first are half as quick as those or quicker", () => {
    const pace = { connections: 48, bytesPerSecond: 4_000_000 };
    const alike = createPartConcurrency(bounds);
    alike.expect(pace);
    workOn(alike, 0, 250, (connections) => connections * 2_100);
    expect(alike.limit()).toBe(48);
    const slower = createPartConcurrency(bounds);
    slower.expect(pace);
    workOn(slower, 0, 250, (connections) => connections * 1_900);
    expect(slower.limit()).toBe(8);
  });

  it("are found anew where the last number brings nothing this time", () => {
    const controller = createPartConcurrency(bounds);
    controller.expect({ connections: 48, bytesPerSecond: 4_000_000 });
    workOn(controller, 0, 3_000, (connections) => Math.min(connections, 4) * 4_000);
    expect(controller.limit()).toBeLessThanOrEqual(8);
  });

  it("are not thrown back or ahead by what is expected later, or is less", () => {
    const controller = createPartConcurrency(bounds);
    controller.expect({ connections: 2, bytesPerSecond: 4_000_000 });
    const nowMs = workOn(controller, 0, 250, (connections) => connections * 4_000);
    expect(controller.limit()).toBe(8);
    controller.expect({ connections: 64, bytesPerSecond: 4_000_000 });
    workOn(controller, nowMs, 250, (connections) => connections * 4_000);
    expect(controller.limit()).toBe(32);
  });

  it("are no more by what was expected once the store has asked for less", () => {
    expect(regrown({ connections: 64, bytesPerSecond: 4_000_000 })).toBe(regrown(null));
  });

  it("tell the next upload how they got on, once that was judged", () => {
    const controller = createPartConcurrency(bounds);
    expect(controller.pace()).toBeNull();
    const nowMs = workOn(controller, 0, 60_000, (connections) => Math.min(connections, 20) * 6_250);
    const pace = controller.pace();
    expect(pace?.connections).toBeGreaterThanOrEqual(14);
    expect(pace?.connections).toBeLessThanOrEqual(40);
    expect(pace?.bytesPerSecond).toBeGreaterThan(3_000_000);
    expect(pace?.bytesPerSecond).toBeLessThanOrEqual(6_250_000);
    controller.overloaded(nowMs);
    expect(controller.pace()).toBeNull();
  });

  it("stay few where the line is full with four", () => {
    const controller = createPartConcurrency(bounds);
    let nowMs = workOn(controller, 0, 3_000, () => 100_000);
    expect(controller.limit()).toBeLessThanOrEqual(8);
    nowMs = workOn(controller, nowMs, 120_000, () => 100_000);
    expect(controller.limit()).toBeLessThanOrEqual(8);
  });

  it("settle near the number beyond which nothing is gained", () => {
    const controller = createPartConcurrency(bounds);
    workOn(controller, 0, 60_000, (connections) => Math.min(connections, 20) * 6_250);
    expect(controller.limit()).toBeGreaterThanOrEqual(14);
    expect(controller.limit()).toBeLessThanOrEqual(40);
  });

  it("are found within six seconds also where the first look saw three times the speed there is", () => {
    const controller = createPartConcurrency(bounds);
    let nowMs = workOn(controller, 0, 120, () => 75_000);
    nowMs = workOn(controller, nowMs, 6_000, (connections) => connections * 6_250);
    expect(controller.limit()).toBe(64);
  });

  it("stay where they are while nothing moves: silence says nothing", () => {
    const controller = createPartConcurrency(bounds);
    workOn(controller, 0, 60_000, () => 0);
    expect(controller.limit()).toBe(4);
  });

  it("halve when the store asks for less, and grow again later", () => {
    const controller = createPartConcurrency(bounds);
    let nowMs = workOn(controller, 0, 1_500, (connections) => connections * 6_250);
    controller.overloaded(nowMs);
    expect(controller.limit()).toBe(32);
    for (let n = 0; n < 10; n += 1) controller.overloaded(nowMs);
    expect(controller.limit()).toBe(1);
    nowMs = workOn(controller, nowMs, 600_000, (connections) => connections * 6_250);
    expect(controller.limit()).toBeGreaterThan(4);
  });
});

describe("connections for small files", () => {
  it("double every round trip while answers are as quick as ever", () => {
    const controller = createSmallFileConcurrency({ first: 8, max: 128 });
    for (let trip = 1; trip <= 4; trip += 1)
      for (let n = controller.limit(); n > 0; n -= 1) controller.answered(40, trip * 40, true);
    expect(controller.limit()).toBe(128);
  });

  it("do not grow when fewer are wanted than allowed", () => {
    const controller = createSmallFileConcurrency({ first: 8, max: 128 });
    for (let n = 0; n < 100; n += 1) controller.answered(40, n, false);
    expect(controller.limit()).toBe(8);
  });

  it("give way when answers take ever longer, but not below the first", () => {
    const controller = createSmallFileConcurrency({ first: 8, max: 128 });
    for (let n = 0; n < 200; n += 1) controller.answered(10, n, true);
    for (let n = 0; n < 100; n += 1) controller.answered(500, 1_000 + n, true);
    expect(controller.limit()).toBeLessThan(120);
    for (let n = 0; n < 1_000; n += 1) controller.answered(500, 2_000 + n, true);
    expect(controller.limit()).toBeGreaterThanOrEqual(8);
  });

  it("stay as few as the store asks for, however slow its answers are then", () => {
    const controller = createSmallFileConcurrency({ first: 32, max: 128 });
    controller.answered(10, 0, false);
    for (let n = 0; n < 3; n += 1) controller.overloaded(0);
    for (let n = 0; n < 50; n += 1) {
      controller.answered(2_000, 1_000 + n, true);
      expect(controller.limit()).toBeLessThanOrEqual(4);
    }
    expect(controller.limit()).toBeGreaterThanOrEqual(1);
  });

  it("halve when the store asks for less", () => {
    const controller = createSmallFileConcurrency({ first: 8, max: 128 });
    controller.overloaded(0);
    expect(controller.limit()).toBe(4);
    controller.answered(40, 1_000, true);
    expect(controller.limit()).toBe(4);
    controller.answered(40, 6_000, true);
    expect(controller.limit()).toBe(5);
  });
});
