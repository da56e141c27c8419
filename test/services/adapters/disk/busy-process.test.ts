import { expect, it } from "vitest";
import { createBusyProcess } from "../../../../src/services/adapters/disk/busy-process.ts";

/** A process whose event loop works and rests as it is told. */
const toldProcess = () => {
  const told = { active: 0, idle: 0 };
  return {
    isBusy: createBusyProcess(() => ({ ...told })),
    work: (ms: number): void => {
      told.active += ms;
    },
    rest: (ms: number): void => {
      told.idle += ms;
    },
  };
};

it("is busy while it works without a rest, and no more when it has had one", () => {
  const { isBusy, work, rest } = toldProcess();
  expect(isBusy()).toBe(false);
  work(150);
  expect(isBusy()).toBe(true);
  work(60);
  rest(60);
  expect(isBusy()).toBe(false);
});

it("is judged by more than the moment", () => {
  const { isBusy, work, rest } = toldProcess();
  work(50);
  expect(isBusy()).toBe(false);
  rest(80);
  work(20);
  expect(isBusy()).toBe(false);
  work(100);
  expect(isBusy()).toBe(true);
});
