import { describe, expect, it } from "vitest";
import { ok } from "../../../../src/domain/result.ts";
import {
  emptySnapshot,
  noFiles,
  type BatchView,
  type QueueSnapshot,
} from "../../../../src/services/ports/transfer-view.ts";
import { QueueScreen } from "../../../../src/tui/screens/queue/QueueScreen.tsx";
import type { AppServices } from "../../../../src/tui/services.ts";
import { batchWords } from "../../../../src/words/batch.ts";
import { receiptWords } from "../../../../src/words/history.ts";
import { queueWords } from "../../../../src/words/queue.ts";
import { keys, showOnInk } from "../../../support/sites/ink-screen.ts";
import { screenPropsFor } from "../../../support/sites/screen-props.ts";
import { createStillQueue, someSnapshot, someView } from "../../../support/fakes/still-queue.ts";
import { someBatch } from "../../../support/values/some-batch.ts";
import { someReceipt } from "../../../support/values/transfers.ts";

const mebibyte = 1024 ** 2;

const open = async (
  snapshot: QueueSnapshot,
  size = { columns: 100, rows: 23 },
  services: Partial<AppServices> = {},
) => {
  const { queue, asked, become } = createStillQueue(snapshot);
  const { props, events, notes } = screenPropsFor({ queue, ...services }, size);
  const screen = await showOnInk(<QueueScreen {...props} />);
  return { ...screen, asked, become, events, notes };
};

const uploading = someBatch({
  files: { ...noFiles, uploading: 2, waiting: 6, delivered: 38 },
  totalBytes: 99 * mebibyte,
  ackedBytes: 62 * mebibyte,
  sentBytes: 75 * mebibyte,
  rateBytesPerSecond: 2.4 * mebibyte,
  secondsLeft: 16,
});

const ended = someBatch({
  files: { ...noFiles, delivered: 46 },
  startedAtMs: Date.now() - 131_000,
  closedAtMs: Date.now(),
  totalBytes: 99.4 * mebibyte,
  ackedBytes: 99.4 * mebibyte,
  sentBytes: 99.4 * mebibyte,
  deliveredBytes: 99.4 * mebibyte,
  reports: { waiting: 0, takenAtMs: Date.now() },
});

const snapshotOf = (
  batches: readonly BatchView[],
  rows = [someView({ batchId: "b1" })],
): QueueSnapshot => ({ ...someSnapshot(rows), batches });

describe("a batch under way", () => {
  it("has a frame with its bar in two shades, its speed, its time and what has ended", async () => {
    const screen = await open(snapshotOf([uploading]));
    await screen.until(batchWords.title(uploading, emptySnapshot));
    const [top = "", bar = "", pace = ""] = screen.frame().split("\n");
    expect(top).toContain(`╭ Uploading 46 files ─`);
    expect(top).toMatch(/ 62\.0 of 99\.0 MiB · 62% ╮$/);
    expect(bar).toMatch(/^│ █{60}▓{12}░{24} │$/);
    expect(pace).toMatch(/2\.4 MiB\/s · 16 s left, finished about \d\d:\d\d · 38 delivered/);
    screen.unmount();
  });

  it("is one line in a window of 40 × 12, and its rows can be read", async () => {
    const rows = [someView({ batchId: "b1", ackedBytes: 6 * mebibyte })];
    const screen = await open(snapshotOf([uploading], rows), { columns: 40, rows: 11 });
    await screen.until("2.4 MiB/s");
    const lines = screen.frame().split("\n");
    expect(lines[0]).toMatch(/^ 62% █{5}▓░░ 2\.4 MiB\/s · 16 s left$/);
    expect(lines[1]).toMatch(/report\.pdf +50%/);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(40);
    screen.unmount();
  });

  it("has its folder above its rows, which are named without it", async () => {
    const target = { connection: "acme", bucket: "acme-inbox", key: "november/studies/a/1.dcm" };
    const inFolder = { ...uploading, folder: "november/studies/" };
    const screen = await open(snapshotOf([inFolder], [someView({ batchId: "b1", target })]));
    await screen.until("a/1.dcm");
    expect(screen.frame()).toMatch(/^ {3}studies\/$/m);
    expect(screen.frame()).toMatch(/ a\/1\.dcm /);
    screen.unmount();
  });

  it("has a line for others, and for those that have ended", async () => {
    const waiting = someBatch({ id: "b2", files: { ...noFiles, waiting: 3 } });
    const screen = await open(snapshotOf([uploading, waiting, { ...ended, id: "b3" }]));
    await screen.until(batchWords.other(waiting, emptySnapshot));
    expect(screen.frame()).toMatch(/✓ 46 files delivered at \d\d:\d\d · 99\.4 MiB/);
    screen.unmount();
  });
});

describe("what has ended", () => {
  const delivered = Array.from({ length: 8 }, (_, at) =>
    someView({ id: `d${at}`, state: "delivered", batchId: "b1" }),
  );
  const rows = [someView({ id: "up", batchId: "b1" }), ...delivered];

  it("is one line while it is many, which opens and closes", async () => {
    const screen = await open(snapshotOf([uploading], rows));
    await screen.until("✓ 8 delivered");
    expect(screen.frame()).toContain(queueWords.clearHint);
    expect(screen.frame().match(/report\.pdf/g)).toHaveLength(1);
    await screen.press(keys.end, keys.enter);
    await screen.until(/(report\.pdf[^]*){9}/);
    await screen.press(keys.escape);
    await screen.until("✓ 8 delivered");
    screen.unmount();
  });
});

describe("a batch of which nothing has arrived", () => {
  it("says in a window of 40 × 12 how many failed", async () => {
    const files = { ...ended.files, delivered: 0, failed: 1203 };
    const screen = await open(
      snapshotOf([{ ...ended, files }], [someView({ state: "failed", batchId: "b1" })]),
      {
        columns: 40,
        rows: 11,
      },
    );
    await screen.until("✗ 1,203 failed");
    screen.unmount();
  });
});

describe("a batch that has arrived", () => {
  const rows = [someView({ state: "delivered", batchId: "b1", verified: "crc32-full-object" })];

  it("is said with size, place, time, proof and what the recipient was told", async () => {
    const screen = await open(snapshotOf([ended], rows));
    await screen.until("All 46 files have arrived");
    expect(screen.frame()).toContain(
      "99.4 MiB to acme-inbox/november in 2 min 11 s, each one verified",
    );
    expect(screen.frame()).toMatch(/The recipient was told at \d\d:\d\d/);
    // What became of each is below.
    expect(screen.frame()).toMatch(/report\.pdf +delivered {2}verified/);
    screen.unmount();
  });

  it("says all of that in a window of 40 × 12, too, where nothing is cut", async () => {
    const screen = await open(snapshotOf([ended], rows), { columns: 40, rows: 11 });
    await screen.until("All 46 files have arrived");
    const words = screen.frame().replace(/\s+/gu, " ");
    expect(words).toContain("99.4 MiB to acme-inbox/november in 2 min 11 s, each one verified");
    expect(words).toMatch(/The recipient was told at \d\d:\d\d/);
    for (const choice of [batchWords.menu.shortReceipt, batchWords.menu.more, batchWords.menu.quit])
      expect(words).toContain(choice);
    expect(words).not.toContain("…");
    screen.unmount();
  });

  it("names no key below the end that does nothing there", async () => {
    const many = Array.from({ length: 9 }, (_, at) =>
      someView({ id: `d${at}`, state: "delivered", batchId: "b1" }),
    );
    const snapshot = snapshotOf([ended], many);
    const { files } = snapshot.totals;
    const screen = await open(snapshot);
    await screen.until("All 46 files have arrived");
    await screen.until(queueWords.folded(files));
    await expect.poll(screen.frame).not.toContain(queueWords.clearHint);
    await screen.press(keys.escape);
    await screen.until(queueWords.clearHint);
    screen.unmount();
  });

  it("says nothing of the recipient while messages wait", async () => {
    const waiting = { ...ended, reports: { waiting: 2, takenAtMs: Date.now() } };
    const screen = await open(snapshotOf([waiting], rows));
    await screen.until("All 46 files have arrived");
    expect(screen.frame()).not.toContain("told");
    screen.unmount();
  });

  it("has one receipt for all with one key, and with Enter", async () => {
    const saved: string[] = [];
    const screen = await open(snapshotOf([ended], rows), undefined, {
      batchReceipts: async () => ok([someReceipt(), someReceipt({ key: "november/b.pdf" })]),
      saveText: async (name, text) => {
        saved.push(name, text);
        return ok(`/home/me/s3-sftp-receipts/${name}`);
      },
    });
    await screen.until(batchWords.menu.receipt(46));
    await screen.press("s");
    await expect.poll(() => screen.notes.at(-1)).toContain(receiptWords.saved("/home/me"));
    expect(saved[1]).toContain("november/report.pdf");
    expect(saved[1]).toContain("november/b.pdf");
    await screen.press(keys.enter);
    await expect.poll(() => saved).toHaveLength(4);
    screen.unmount();
  });

  it("goes to the files for more, and was seen then", async () => {
    const screen = await open(snapshotOf([ended], rows));
    await screen.until("All 46 files have arrived");
    await screen.press("f");
    expect(screen.events).toEqual([{ type: "show", screen: "browser" }]);
    await expect.poll(() => screen.asked).toContainEqual(["seeBatches", ["b1"]]);
    screen.unmount();
  });

  it("gives way to the queue with Esc, and stays away", async () => {
    const screen = await open(snapshotOf([ended], rows));
    await screen.until("All 46 files have arrived");
    await screen.press(keys.escape);
    await screen.until(/✓ 46 files delivered at/);
    screen.become(snapshotOf([ended], rows));
    expect(screen.frame()).not.toContain("All 46 files have arrived");
    screen.unmount();
  });

  it("does not hide what failed: that is for the person to act on", async () => {
    const failed = { ...ended, files: { ...noFiles, delivered: 44, failed: 2 } };
    const error = { code: "FileVanished", path: "/data/report.pdf" } as const;
    const screen = await open(snapshotOf([failed], [someView({ state: "failed", error })]));
    await screen.until("44 of 46 files have arrived");
    await screen.press("r");
    expect(screen.asked).toContainEqual(["retry", ["t1"]]);
    screen.unmount();
  });
});
