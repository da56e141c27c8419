import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import { QueueScreen } from "../../../../src/tui/screens/queue/QueueScreen.tsx";
import { errorWords } from "../../../../src/tui/words/error-words.ts";
import { leftPartsWords } from "../../../../src/tui/words/left-parts.ts";
import { queueWords } from "../../../../src/tui/words/queue.ts";
import { acmeSettings, createFakeServices } from "../../../support/fake-services.ts";
import { keys, letters, showOnInk } from "../../../support/ink-screen.ts";
import { MemoryDesk } from "../../../support/memory-desk.ts";
import { screenProps, until } from "../../../support/open-screen.ts";
import { wrapped } from "../../../support/screen-words.ts";

const fill = async (desk: MemoryDesk, names: readonly string[], sizeBytes?: number) => {
  const fingerprint =
    sizeBytes === undefined ? undefined : { sizeBytes, mtimeMs: 1, inode: 1, device: 1 };
  await desk.add(
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
  const desk = new MemoryDesk();
  await fill(desk, names, sizeBytes);
  const { given, events, notes } = screenProps(createFakeServices(acmeSettings, { desk }));
  const screen = await showOnInk(<QueueScreen {...given} />);
  return { screen, desk, events, notes };
};

describe("the queue screen", () => {
  it("names the next key when it is empty", async () => {
    const { screen } = await open([]);
    await until(screen.frame, queueWords.empty);
  });

  it("pauses and goes on, and stops only after a question whose default keeps sending", async () => {
    const { screen, desk } = await open(["a.csv"]);
    await until(screen.frame, "a.csv");
    await screen.press("p");
    await until(screen.frame, "paused");
    await screen.press("p");
    await screen.press("x");
    expect(screen.frame()).toContain(queueWords.confirmCancel("a.csv"));
    expect(screen.frame()).toContain(`> n  ${queueWords.cancelNo}`);
    await screen.press(keys.enter);
    expect((await desk.snapshot({ from: 0, count: 1 })).rows[0]?.state).not.toBe("cancelled");
    await screen.press("x", "y");
    await until(screen.frame, queueWords.state.cancelled);
  });

  it("tells once what becomes of parts already sent, with the rule that removes them", async () => {
    const { screen } = await open(["a.mov", "b.mov", "c.txt"], 40 * 1024 ** 2);
    await until(screen.frame, "a.mov");
    await screen.press("x");
    const told = screen.frame().replaceAll(/\s+/g, " ");
    expect(told).toContain(leftPartsWords("acme-inbox"));
    await screen.press("y");
    await until(screen.frame, queueWords.state.cancelled);
    await screen.press("x");
    expect(screen.frame()).toContain(queueWords.cancelExplained);
    expect(screen.frame()).not.toContain("lifecycle");
  });

  it("says nothing of parts where there are none", async () => {
    const { screen } = await open(["a.csv"]);
    await until(screen.frame, "a.csv");
    await screen.press("x");
    expect(screen.frame()).not.toContain("lifecycle");
  });

  it("sets a limit in words, and refuses what is none", async () => {
    const { screen, desk, notes } = await open(["a.csv"]);
    await until(screen.frame, "a.csv");
    await screen.press("s", ...letters("fast"), keys.enter);
    expect(notes).toHaveLength(1);
    await screen.press(keys.ctrl("u"), ...letters("5 MiB/s"), keys.enter);
    await until(screen.frame, "limit 5.0 MiB/s");
    expect((await desk.snapshot({ from: 0, count: 0 })).limitBytesPerSecond).toBe(5 * 1024 ** 2);
  });

  it("lets nothing go on with P where nothing is paused: what stopped the queue stays said", async () => {
    const { screen, desk } = await open([]);
    const resume = vi.fn<MemoryDesk["resume"]>(async () => undefined);
    desk.resume = resume;
    await until(screen.frame, queueWords.empty);
    await screen.press("P");
    expect(resume).not.toHaveBeenCalled();
  });

  it.each(["r", "R"])("goes on after trouble that no file failed of, with %s", async (key) => {
    const desk = new MemoryDesk();
    await fill(desk, ["a.csv"]);
    const trouble = { code: "DiskFull", path: "/state" } as const;
    const snapshot: MemoryDesk["snapshot"] = async (window) => ({
      ...(await MemoryDesk.prototype.snapshot.call(desk, window)),
      trouble,
    });
    const retry = vi.fn<MemoryDesk["retry"]>(async () => undefined);
    Object.assign(desk, { snapshot, retry });
    const { given, notes } = screenProps(createFakeServices(acmeSettings, { desk }));
    const screen = await showOnInk(<QueueScreen {...given} />);
    await until(screen.frame, wrapped(errorWords(trouble).next));
    expect(screen.frame()).toContain("retry");
    await screen.press(key);
    expect(retry).toHaveBeenCalledOnce();
    expect(notes).toEqual([]);
  });

  it("shows where a transfer comes from and where it goes", async () => {
    const { screen } = await open(["a.csv"]);
    await until(screen.frame, "a.csv");
    await screen.press(keys.enter);
    expect(screen.frame()).toContain("/out/a.csv");
    expect(screen.frame()).toContain("acme: acme-inbox/november/a.csv");
    await screen.press(keys.escape);
    expect(screen.frame()).not.toContain("acme: acme-inbox");
  });

  it("asks the desk nothing while it is not in front", async () => {
    const desk = new MemoryDesk();
    let asked = 0;
    const snapshot: MemoryDesk["snapshot"] = (window) => {
      asked += 1;
      return MemoryDesk.prototype.snapshot.call(desk, window);
    };
    desk.snapshot = snapshot;
    const { given } = screenProps(createFakeServices(acmeSettings, { desk }));
    await showOnInk(<QueueScreen {...given} isVisible={false} />);
    await fill(desk, ["a.csv"]);
    // Longer than the queue takes to tell of a change: what is not to come cannot be waited for.
    await sleep(300);
    expect(asked).toBe(0);
  });
});
