import { describe, expect, it } from "vitest";
import { fail, ok } from "../../src/domain/result.ts";
import { emptySettings } from "../../src/domain/settings.ts";
import { appWords } from "../../src/words/app.ts";
import { browserWords } from "../../src/words/browser.ts";
import { connectionsWords } from "../../src/words/connections.ts";
import { errorWords } from "../../src/words/errors/error-words.ts";
import { helpWords } from "../../src/words/help.ts";
import { historyWords, unfinishedWords } from "../../src/words/history.ts";
import { queueWords } from "../../src/words/queue.ts";
import { reviewWords } from "../../src/words/review.ts";
import { setupWords } from "../../src/words/setup.ts";
import { keys } from "../support/sites/ink-screen.ts";
import { busyQueue, openApp } from "../support/sites/open-app.tsx";
import { createStillQueue, someSnapshot, someView } from "../support/fakes/still-queue.ts";
import { MemoryUploadQueue } from "../support/fakes/memory-upload-queue.ts";
import { wrapped } from "../support/values/screen-words.ts";
import { someTransfer } from "../support/values/transfers.ts";

/** The line of the list with the cursor. */
const cursorOn = (name: string) => new RegExp(`▌[✓~ ] +${name}`, "u");

const detached = () => ({ isDetached: true, trouble: null });
const killedAtLogout = () => ({
  isDetached: false,
  trouble: { code: "WorkerUnavailable", why: "killed at logout" } as const,
});

describe("the app", () => {
  it("shows where it delivers to, and marks the current screen by more than colour", async () => {
    const app = await openApp();
    expect(app.frame()).toContain("● acme-inbox/november · eu-west-1");
    expect(app.frame()).toContain(
      `[${appWords.tab("browser", 0)}] ${appWords.tab("queue", 0)}  ${appWords.tab("history", 0)}`,
    );
    app.unmount();
  });

  it("goes round the screens with Tab, and keeps the files as they were", async () => {
    const app = await openApp();
    await app.press(keys.down, keys.down, keys.tab);
    await app.until(queueWords.empty.slice(0, 19));
    expect(app.frame()).not.toContain("c.csv");
    await app.press(keys.tab);
    await app.until(historyWords.empty.slice(0, 21));
    await app.press(keys.tab);
    expect(app.frame()).toMatch(cursorOn("c.csv"));
    app.unmount();
  });

  it("gives keys to the screen in front alone", async () => {
    const app = await openApp();
    await app.press("?", keys.down, keys.down, keys.space, keys.escape);
    expect(app.frame()).toMatch(cursorOn("a.csv"));
    expect(app.frame()).toContain(browserWords.nothingSelected);
    app.unmount();
  });

  it("closes one layer with Esc, and never quits", async () => {
    const app = await openApp();
    await app.press("c", "?");
    expect(app.frame()).toContain(helpWords.title);
    await app.press(keys.escape);
    expect(app.frame()).toContain(connectionsWords.title);
    await app.press(keys.escape, keys.escape, keys.escape);
    expect(app.frame()).toMatch(cursorOn("a.csv"));
    app.unmount();
  });

  it("goes from the files to the review, from there to the queue, and clears the choice", async () => {
    const queue = new MemoryUploadQueue();
    const app = await openApp({ changes: { queue } });
    await app.press(keys.space, "u");
    await app.until(reviewWords.noConflicts);
    await app.press(keys.enter);
    await app.until("2 Queue 1");
    expect(app.frame()).toContain("[2 Queue");
    await app.until("a.csv");
    await app.press("1");
    expect(app.frame()).toContain(browserWords.nothingSelected);
    app.unmount();
    queue.stop();
  });

  it("says why a key does nothing, and shows the hints again after the next key", async () => {
    const app = await openApp();
    await app.press("2");
    await app.until(queueWords.empty.slice(0, 19));
    await app.press("r");
    const noted = () => app.frame().trimEnd().split("\n").at(-2);
    expect(noted()).toContain(queueWords.noneHighlighted);
    await app.press(keys.down);
    expect(noted()).not.toContain(queueWords.noneHighlighted);
    expect(app.frame()).toContain("? help");
    app.unmount();
  });

  it("takes no pasted letters for keys", async () => {
    const app = await openApp();
    await app.press(keys.paste("cq?u2 j"));
    expect(app.frame()).toMatch(cursorOn("a.csv"));
    expect(app.frame()).toContain(browserWords.nothingSelected);
    app.unmount();
  });

  it("counts what is on its way in the tab of the queue", async () => {
    const queue = await busyQueue();
    const app = await openApp({ changes: { queue } });
    await app.until("2 Queue 2");
    app.unmount();
    queue.stop();
  });
});

describe("quitting", () => {
  it("names what is not finished, and leaves by default without losing it", async () => {
    const queue = await busyQueue();
    const app = await openApp({ changes: { queue } });
    await app.press("q");
    await app.until(appWords.quitQuestion(2));
    expect(app.frame()).toContain("report.pdf");
    expect(app.frame()).toContain("scan-1.tif");
    expect(app.frame()).toContain(`> y  ${appWords.leaveHere}`);
    await app.press(keys.escape);
    expect(app.frame()).toContain(`[${appWords.tab("browser", 0)}] ${appWords.tab("queue", 2)}`);
    app.unmount();
    queue.stop();
  });

  it("names it as the queue does: by its new name where it was renamed", async () => {
    const target = { connection: "acme", bucket: "acme-inbox", key: "november/report-1.pdf" };
    const { queue } = createStillQueue(someSnapshot([someView({ target })]));
    const app = await openApp({ changes: { queue } });
    await app.press("q");
    await app.until(appWords.quitQuestion(1));
    expect(app.frame()).toContain("  report-1.pdf");
    app.unmount();
  });

  it("says that a daemon goes on by itself", async () => {
    const queue = await busyQueue();
    const app = await openApp({ changes: { queue, daemon: detached } });
    await app.press("q");
    await app.until(appWords.leaveDetached);
    app.unmount();
    queue.stop();
  });

  it("asks once with Ctrl+C", async () => {
    const queue = await busyQueue();
    const app = await openApp({ changes: { queue } });
    await app.press("\u0003");
    await app.until(appWords.quitQuestion(2));
    app.unmount();
    queue.stop();
  });
});

describe("the start", () => {
  it("is the set-up on a fresh machine, and the files after it", async () => {
    const app = await openApp({ settings: emptySettings });
    expect(app.frame()).toContain(setupWords.title("accessKeyId"));
    await app.press(keys.paste("AKIA7EXAMPLE00003F7Q"), keys.enter, keys.paste("s".repeat(40)));
    await app.press(keys.enter, keys.paste("new-bucket"), keys.enter, keys.enter, keys.enter);
    await app.until(`> ${setupWords.save("acme-inbox").slice(0, 7)}`);
    await app.press(keys.enter);
    await app.until("a.csv");
    expect(app.frame()).toContain("new-bucket · eu-west-1");
    app.unmount();
  });

  it("keeps the answers of the set-up while the help lies over it", async () => {
    const app = await openApp({ settings: emptySettings });
    await app.press(keys.paste("AKIA7EXAMPLE00003F7Q"), "?");
    expect(app.frame()).toContain(helpWords.title);
    await app.press(keys.escape);
    expect(app.frame()).toContain("AKIA7EXAMPLE00003F7Q");
    app.unmount();
  });

  it("asks for a secret that is not held any more, and for nothing else", async () => {
    const app = await openApp({ changes: { hasSecret: async () => ok(false) } });
    await app.until(setupWords.title("secret"));
    expect(app.frame()).not.toContain(setupWords.group("destination"));
    app.unmount();
  });

  it("is the queue in its first frame where there is work, and no key meets another screen", async () => {
    const queue = await busyQueue();
    const app = await openApp({ changes: { queue, hasWork: () => true } });
    expect(app.frame()).toContain("[2 Queue");
    await app.press("1");
    await app.until("a.csv");
    await app.until("2 Queue 2");
    expect(app.frame()).toContain(`[${appWords.tab("browser", 0)}]`);
    app.unmount();
    queue.stop();
  });

  it("counts paused files on the tab of the queue: they have not been sent", async () => {
    const { queue } = createStillQueue(someSnapshot([someView({ state: "paused" })]));
    const app = await openApp({ changes: { queue } });
    await app.until(appWords.tab("queue", 1));
    app.unmount();
  });

  it("asks what shall become of uploads of an earlier run", async () => {
    const app = await openApp({ changes: { unfinished: async () => ok([someTransfer()]) } });
    await app.until(unfinishedWords.title(1));
    app.unmount();
  });

  it("says which file cannot be read, keeps it, and goes on beside it", async () => {
    const error = { code: "StateUnreadable", file: "/h/state.db", reason: "corrupt" } as const;
    const app = await openApp({ changes: { unfinished: async () => fail(error) } });
    await app.until("/h/state.db");
    expect(app.frame()).toContain(`> y  ${appWords.continueWithNewFile}`);
    expect(app.services.calls.filter(({ name }) => name === "setAsideUnreadable")).toEqual([]);
    await app.press(keys.enter);
    await app.until(appWords.keptAt("/h/state.db.kept"));
    expect(app.frame()).toMatch(cursorOn("a.csv"));
    app.unmount();
  });

  it("says when uploads end with the window, and why", async () => {
    const app = await openApp({ changes: { daemon: killedAtLogout } });
    await app.until(
      wrapped(
        errorWords({ code: "WorkerUnavailable", why: "killed at logout" }).happened.slice(0, -1),
      ),
    );
    app.unmount();
  });
});
