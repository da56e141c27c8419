import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import { QueueScreen } from "../../../../src/tui/screens/queue/QueueScreen.tsx";
import { errorWords } from "../../../../src/words/errors/error-words.ts";
import { leftPartsWords } from "../../../../src/words/left-parts.ts";
import { queueWords } from "../../../../src/words/queue.ts";
import { acmeSettings, createFakeServices } from "../../../support/fakes/fake-services.ts";
import { keys, letters, showOnInk } from "../../../support/sites/ink-screen.ts";
import { createStillQueue, someSnapshot, someView } from "../../../support/fakes/still-queue.ts";
import { MemoryUploadQueue } from "../../../support/fakes/memory-upload-queue.ts";
import { screenProps } from "../../../support/sites/open-screen.ts";
import { untilShown } from "../../../support/sites/until-shown.ts";
import { wrapped } from "../../../support/values/screen-words.ts";

const fill = async (queue: MemoryUploadQueue, names: readonly string[], sizeBytes?: number) => {
  const fingerprint =
    sizeBytes === undefined ? undefined : { sizeBytes, mtimeMs: 1, inode: 1, device: 1 };
  await queue.add(
    names.map((name) => ({
      path: `/out/${name}`,
      target: { connection: "acme", bucket: "acme-inbox", key: `november/${name}` },
      conflict: "skip" as const,
      options: {},
      fingerprint,
    })),
  );
};

const open = async (names: readonly string[], sizeBytes?: number) => {
  const queue = new MemoryUploadQueue();
  await fill(queue, names, sizeBytes);
  const { given, events, notes } = screenProps(createFakeServices(acmeSettings, { queue }));
  const screen = await showOnInk(<QueueScreen {...given} />);
  return { screen, queue, events, notes };
};

describe("the queue screen", () => {
  it("names the next key when it is empty", async () => {
    const { screen } = await open([]);
    await untilShown(screen.frame, queueWords.empty);
  });

  it("pauses and goes on, and stops only after a question whose default keeps sending", async () => {
    const { screen, queue } = await open(["a.csv"]);
    await untilShown(screen.frame, "a.csv");
    await screen.press("p");
    await untilShown(screen.frame, "paused");
    await screen.press("p");
    await screen.press("x");
    expect(screen.frame()).toContain(queueWords.confirmCancel("a.csv"));
    expect(screen.frame()).toContain(`> n  ${queueWords.cancelNo}`);
    await screen.press(keys.enter);
    expect((await queue.snapshot({ from: 0, count: 1 })).rows[0]?.state).not.toBe("cancelled");
    await screen.press("x", "y");
    await untilShown(screen.frame, queueWords.state.cancelled);
  });

  it("asks by the name that the row has: the new one where it was renamed", async () => {
    const target = { connection: "acme", bucket: "acme-inbox", key: "november/report-1.pdf" };
    const { queue } = createStillQueue(someSnapshot([someView({ target })]));
    const { given } = screenProps(createFakeServices(acmeSettings, { queue }));
    const screen = await showOnInk(<QueueScreen {...given} />);
    await untilShown(screen.frame, "report-1.pdf");
    await screen.press("x");
    expect(screen.frame()).toContain(queueWords.confirmCancel("report-1.pdf"));
  });

  it("tells once what becomes of parts already sent, with the rule that removes them", async () => {
    const { screen } = await open(["a.mov", "b.mov", "c.txt"], 40 * 1024 ** 2);
    await untilShown(screen.frame, "a.mov");
    await screen.press("x");
    const told = screen.frame().replaceAll(/\s+/g, " ");
    expect(told).toContain(leftPartsWords("acme-inbox"));
    await screen.press("y");
    await untilShown(screen.frame, queueWords.state.cancelled);
    await screen.press("x");
    expect(screen.frame()).toContain(queueWords.cancelExplained);
    expect(screen.frame()).not.toContain("lifecycle");
  });

  it("says nothing of parts where there are none", async () => {
    const { screen } = await open(["a.csv"]);
    await untilShown(screen.frame, "a.csv");
    await screen.press("x");
    expect(screen.frame()).not.toContain("lifecycle");
  });

  it("sets a limit in words, and refuses what is none", async () => {
    const { screen, queue, notes } = await open(["a.csv"]);
    await untilShown(screen.frame, "a.csv");
    await screen.press("s", ...letters("fast"), keys.enter);
    expect(notes).toHaveLength(1);
    await screen.press(keys.ctrl("u"), ...letters("5 MiB/s"), keys.enter);
    await untilShown(screen.frame, "limit 5.0 MiB/s");
    expect((await queue.snapshot({ from: 0, count: 0 })).limitBytesPerSecond).toBe(5 * 1024 ** 2);
  });

  it("offers limits with the arrows, with a bar that says how much of the line is left", async () => {
    const { screen, queue } = await open(["a.csv"]);
    await untilShown(screen.frame, "a.csv");
    await screen.press("s");
    await untilShown(screen.frame, "███████████");
    await screen.press(keys.down, keys.down);
    await untilShown(screen.frame, "20.0 MiB/s");
    expect(screen.frame()).toContain("█████████░░");
    await screen.press(keys.up, keys.enter);
    await untilShown(screen.frame, "limit 50.0 MiB/s");
    expect((await queue.snapshot({ from: 0, count: 0 })).limitBytesPerSecond).toBe(50 * 1024 ** 2);
  });

  it("lets nothing go on with P where nothing is paused: what stopped the queue stays said", async () => {
    const { screen, queue } = await open([]);
    const resume = vi.fn<MemoryUploadQueue["resume"]>(async () => undefined);
    queue.resume = resume;
    await untilShown(screen.frame, queueWords.empty);
    await screen.press("P");
    expect(resume).not.toHaveBeenCalled();
  });

  it.each(["r", "R"])("goes on after trouble that no file failed of, with %s", async (key) => {
    const queue = new MemoryUploadQueue();
    await fill(queue, ["a.csv"]);
    const trouble = { code: "DiskFull", path: "/state" } as const;
    const snapshot: MemoryUploadQueue["snapshot"] = async (window) => ({
      ...(await MemoryUploadQueue.prototype.snapshot.call(queue, window)),
      trouble,
    });
    const retry = vi.fn<MemoryUploadQueue["retry"]>(async () => undefined);
    Object.assign(queue, { snapshot, retry });
    const { given, notes } = screenProps(createFakeServices(acmeSettings, { queue }));
    const screen = await showOnInk(<QueueScreen {...given} />);
    await untilShown(screen.frame, wrapped(errorWords(trouble).next));
    expect(screen.frame()).toContain("retry");
    await screen.press(key);
    expect(retry).toHaveBeenCalledOnce();
    expect(notes).toEqual([]);
  });

  it("shows where a transfer comes from and where it goes", async () => {
    const { screen } = await open(["a.csv"]);
    await untilShown(screen.frame, "a.csv");
    await screen.press(keys.enter);
    expect(screen.frame()).toContain("/out/a.csv");
    expect(screen.frame()).toContain("acme: acme-inbox/november/a.csv");
    await screen.press(keys.escape);
    expect(screen.frame()).not.toContain("acme: acme-inbox");
  });

  it("asks the queue nothing while it is not in front", async () => {
    const queue = new MemoryUploadQueue();
    let asked = 0;
    const snapshot: MemoryUploadQueue["snapshot"] = (window) => {
      asked += 1;
      return MemoryUploadQueue.prototype.snapshot.call(queue, window);
    };
    queue.snapshot = snapshot;
    const { given } = screenProps(createFakeServices(acmeSettings, { queue }));
    await showOnInk(<QueueScreen {...given} isVisible={false} />);
    await fill(queue, ["a.csv"]);
    // Longer than the queue takes to tell of a change: what is not to come cannot be waited for.
    await sleep(300);
    expect(asked).toBe(0);
  });
});
