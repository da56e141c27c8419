import { setImmediate as nextTurn } from "node:timers/promises";
import { Text } from "ink";
import { useEffect } from "react";
import { describe, expect, it } from "vitest";
import type { UploadQueue } from "../../../src/services/ports/upload-queue.ts";
import { useQueueWork } from "../../../src/tui/hooks/use-queue-work.ts";
import { showOnInk } from "../../support/sites/ink-screen.ts";
import { createStillQueue, someSnapshot, someView } from "../../support/fakes/still-queue.ts";

interface ShownProps {
  readonly queue: UploadQueue;
  readonly onDrawn: () => void;
}

const Shown = ({ queue, onDrawn }: ShownProps) => {
  const { files, percent } = useQueueWork(queue);
  useEffect(onDrawn);
  return <Text>{`${files} files, ${percent} %`}</Text>;
};

const withBytes = (ackedBytes: number) =>
  someSnapshot([someView({ sizeBytes: 1_000_000, ackedBytes })]);

const open = async (ackedBytes: number) => {
  const { queue, become } = createStillQueue(withBytes(ackedBytes));
  let drawn = 0;
  const count = () => {
    drawn += 1;
  };
  const screen = await showOnInk(<Shown queue={queue} onDrawn={count} />);
  return { ...screen, become, drawn: () => drawn };
};

const settle = async () => {
  for (let turn = 0; turn < 4; turn += 1) await nextTurn();
};

describe("the queue's work", () => {
  it("is counted, and never said to be all done before it is", async () => {
    const screen = await open(420_000);
    await screen.until("1 files, 42 %");
    screen.become(withBytes(1_000_000));
    await screen.until("1 files, 99 %");
    screen.become(someSnapshot([someView({ state: "delivered" })]));
    await screen.until("0 files, null %");
    screen.unmount();
  });

  it("lets nothing be drawn anew while it stays the same", async () => {
    const screen = await open(420_000);
    await screen.until("42 %");
    // React looks once more after a change, and then no more.
    screen.become(withBytes(421_000));
    await settle();
    const before = screen.drawn();
    for (const bytes of [422_000, 423_000, 424_000]) {
      screen.become(withBytes(bytes));
      await settle();
    }
    expect(screen.drawn()).toBe(before);
    screen.unmount();
  });
});
