import { describe, expect, it } from "vitest";
import { ok } from "../../../src/domain/result.ts";
import { BrowserScreen } from "../../../src/tui/screens/browser/BrowserScreen.tsx";
import { HistoryScreen } from "../../../src/tui/screens/history/HistoryScreen.tsx";
import { QueueScreen } from "../../../src/tui/screens/queue/QueueScreen.tsx";
import { UnfinishedScreen } from "../../../src/tui/screens/unfinished/UnfinishedScreen.tsx";
import { browserWords } from "../../../src/words/browser.ts";
import { unfinishedWords, historyWords } from "../../../src/words/history.ts";
import { queueWords } from "../../../src/words/queue.ts";
import { keys, showOnInk } from "../../support/sites/ink-screen.ts";
import { screenPropsFor } from "../../support/sites/screen-props.ts";
import { wrapped } from "../../support/values/screen-words.ts";
import { createStillQueue, someSnapshot } from "../../support/fakes/still-queue.ts";
import { someReceipt, someTransfer } from "../../support/values/transfers.ts";
import { historyOf } from "../../support/values/history-of.ts";

const openUnfinished = async () => {
  const { queue, asked } = createStillQueue(someSnapshot([]));
  const { props, events } = screenPropsFor({ queue });
  const transfers = [someTransfer({ id: "t1" }), someTransfer({ id: "t2" })];
  const screen = await showOnInk(<UnfinishedScreen {...props} transfers={transfers} />);
  return { ...screen, asked, events };
};

describe("uploads of an earlier run", () => {
  it("go on by default", async () => {
    const screen = await openUnfinished();
    expect(screen.frame()).toContain(unfinishedWords.title(2));
    expect(screen.frame()).toContain(`> c  ${unfinishedWords.choices.continue}`);
    await screen.press(keys.enter);
    expect(screen.asked).toEqual([["resume", ["t1", "t2"]]]);
    expect(screen.events).toEqual([{ type: "show", screen: "queue" }]);
    screen.unmount();
  });

  it("are kept for later with Esc", async () => {
    const screen = await openUnfinished();
    await screen.press(keys.escape);
    expect(screen.asked).toEqual([["pause", ["t1", "t2"]]]);
    screen.unmount();
  });

  it("are forgotten only after a question whose default is to keep them", async () => {
    const screen = await openUnfinished();
    await screen.press("f", keys.enter);
    expect(screen.asked).toEqual([]);
    await screen.press("f", "y");
    expect(screen.asked[0]).toEqual(["cancel", ["t1", "t2"]]);
    screen.unmount();
  });
});

describe("what was sent", () => {
  it("has a receipt for each file, to copy and to save", async () => {
    const receipt = someReceipt({ id: "r1", name: "a.pdf" });
    const { props, services } = screenPropsFor({
      ...historyOf([receipt]),
      receipt: async () => ok(receipt),
    });
    const history = await showOnInk(<HistoryScreen {...props} />);
    await history.until("report.pdf");
    await history.press(keys.enter);
    await history.until("SHA-256:");
    expect(history.frame()).toContain(receipt.sha256 ?? "");
    await history.press("s");
    expect(services.calls[0]?.name).toBe("saveText");
    history.unmount();
  });

  it("names the next key when nothing was sent yet", async () => {
    const { props } = screenPropsFor();
    const history = await showOnInk(<HistoryScreen {...props} />);
    await history.until(wrapped(historyWords.empty));
    history.unmount();
  });
});

describe("an empty screen at 40 × 12", () => {
  it.each([
    ["the queue", QueueScreen, queueWords.empty],
    ["the history", HistoryScreen, historyWords.empty],
  ] as const)("names the next key in full: %s", async (_, Screen, sentence) => {
    const { props } = screenPropsFor(
      { queue: createStillQueue(someSnapshot([])).queue },
      { columns: 40, rows: 11 },
    );
    const screen = await showOnInk(<Screen {...props} />);
    await screen.until(wrapped(sentence));
    for (const line of screen.frame().split("\n").slice(0, -1)) expect(line).toMatch(/^( |$)/);
    // A key that has nothing to work on is no hint.
    expect(screen.frame()).not.toContain("Enter");
    screen.unmount();
  });
});

describe("an empty folder", () => {
  it("names the next key", async () => {
    const { props } = screenPropsFor();
    const browser = await showOnInk(<BrowserScreen {...props} deliveries={0} atWork={0} />);
    await browser.until(browserWords.emptyFolder);
    browser.unmount();
  });
});
