import * as fc from "fast-check";
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import type { AppError } from "../../../../src/domain/errors.ts";
import {
  noFiles,
  type QueueSnapshot,
  type TransferView,
} from "../../../../src/services/ports/transfer-view.ts";
import {
  initialQueue,
  highlightedTransfer,
  queueReducer,
  windowOf,
} from "../../../../src/tui/screens/queue/queue-reducer.ts";
import { queueLine, signOf, stateText } from "../../../../src/tui/screens/queue/queue-view.ts";
import type { Span } from "../../../../src/tui/widgets/Spans.tsx";
import { createTheme } from "../../../../src/tui/widgets/theme.ts";
import { errorLine } from "../../../../src/words/errors/error-words.ts";
import { queueWords } from "../../../../src/words/queue.ts";

const mebibyte = 1024 ** 2;
const denied: AppError = { code: "AccessDenied", right: "write", bucket: "inbox" };

const view = (id: string, change: Partial<TransferView> = {}): TransferView => ({
  id,
  path: `/out/${id}.tif`,
  target: { connection: "acme", bucket: "inbox", key: `in/${id}.tif` },
  state: "waiting",
  sizeBytes: 100 * mebibyte,
  ackedBytes: 0,
  partsDone: 0,
  partsTotal: 0,
  rateBytesPerSecond: null,
  isVerifying: false,
  retry: null,
  resumedFromPart: null,
  error: null,
  receiptId: null,
  sha256: null,
  verified: null,
  ...change,
});

const snapshot = (
  rows: readonly TransferView[],
  totals: Partial<QueueSnapshot["totals"]> = {},
): QueueSnapshot => ({
  totals: {
    files: noFiles,
    totalBytes: 2 * 1024 * mebibyte,
    ackedBytes: 1.1 * 1024 * mebibyte,
    rateBytesPerSecond: null,
    secondsLeft: null,
    stalledForMs: null,
    ...totals,
  },
  rows,
  from: 0,
  rowCount: rows.length,
  limitBytesPerSecond: null,
  log: { waiting: 0, trouble: null },
  trouble: null,
});

const { symbols } = createTheme({ theme: "dark", ascii: false, hasColour: true });
const textOf = (line: readonly Span[]) => line.map(({ text }) => text).join("");
const style = (columns: number) => ({
  columns,
  width: stringWidth,
  symbols,
  here: { bucket: "inbox", prefix: "in/" },
});

describe("a row of the queue", () => {
  it.each([
    [view("a"), "waiting           100.0 MiB"],
    [view("a", { state: "paused", ackedBytes: 61 * mebibyte }), "paused  61%       100.0 MiB"],
    [
      view("a", {
        state: "uploading",
        ackedBytes: 61 * mebibyte,
        partsDone: 7,
        partsTotal: 12,
        rateBytesPerSecond: 6.2 * mebibyte,
      }),
      "██████░░░░  61%   100.0 MiB     6.2 MiB/s",
    ],
    // Two shades: what is acknowledged, and what is on its way. Only the first is in the percent.
    [
      view("a", { state: "uploading", ackedBytes: 61 * mebibyte, sentBytes: 85 * mebibyte }),
      "██████▓▓░░  61%   100.0 MiB",
    ],
    [view("a", { state: "uploading", ackedBytes: 100 * mebibyte }), "█████████▓  99%   100.0 MiB"],
    [view("a", { state: "uploading", sizeBytes: 0 }), "░░░░░░░░░░   0%         0 B"],
    [
      view("a", { state: "uploading", ackedBytes: 100 * mebibyte, isVerifying: true }),
      `█████████▓${queueWords.verifying}`,
    ],
    [
      view("a", { state: "uploading", resumedFromPart: 8, partsTotal: 12 }),
      `░░░░░░░░░░   0%  ${queueWords.goingOn(8)}`,
    ],
    [
      view("a", { state: "uploading", retry: { attempt: 2, inMs: 5000, error: denied } }),
      queueWords.retrying({ attempt: 2, inMs: 5000, error: denied }),
    ],
    [view("a", { state: "failed", error: denied }), `failed  ${errorLine(denied)}`],
    [
      view("a", {
        state: "delivered",
        sha256: `9f2c${"0".repeat(56)}41ab`,
        verified: "crc32-full-object",
      }),
      "delivered  verified",
    ],
    [view("a", { state: "cancelled" }), queueWords.state.cancelled],
  ])("says what becomes of a transfer (%#): %s", (transfer, text) => {
    expect(stateText(transfer, style(80))).toBe(text);
  });

  it("gives a reason the room that a short name leaves, and cuts no number for it", () => {
    const failed = view("a", { state: "failed", error: denied });
    expect(textOf(queueLine(failed, style(80), false))).toContain(errorLine(denied).slice(0, 55));
    const long = view("a".repeat(60), { state: "failed", error: denied });
    expect(stringWidth(textOf(queueLine(long, style(80), false)))).toBeLessThanOrEqual(80);
    const at = (transfer: TransferView) =>
      textOf(queueLine(transfer, style(80), false)).indexOf("waiting");
    expect(at(view("a"))).toBe(at(view("a".repeat(60))));
  });

  it("says in a narrow window why, and leaves the word for it to the sign", () => {
    const failed = view("letter.txt", { state: "failed", error: denied });
    const line = textOf(queueLine(failed, style(40), false));
    expect(line).toContain(`✗ letter.txt.tif   ${errorLine(denied).slice(0, 14)}`);
  });

  it("says in a wide window of how many parts it is made, and what its SHA-256 is", () => {
    const moving = view("a", {
      state: "uploading",
      ackedBytes: 61 * mebibyte,
      partsDone: 7,
      partsTotal: 12,
    });
    expect(stateText(moving, style(120))).toMatch(/61%.* {2}7 of 12 parts$/);
    const delivered = view("a", {
      state: "delivered",
      sha256: `9f2c${"0".repeat(56)}41ab`,
      verified: "crc32-full-object",
    });
    expect(stateText(delivered, style(120))).toBe("delivered  verified  sha256 9f2c…41ab");
  });

  it("turns its sign while bytes move, however slowly", () => {
    const signs = [0, 20, 40, 60].map((kibibytes) =>
      signOf(view("a", { state: "uploading", sentBytes: kibibytes * 1024 }), symbols),
    );
    for (const [at, sign] of signs.entries()) if (at > 0) expect(sign).not.toBe(signs[at - 1]);
  });

  it("says in a small window that it is verified rather than its SHA-256", () => {
    const delivered = view("a", {
      state: "delivered",
      sha256: "0".repeat(64),
      verified: "crc32-full-object",
    });
    expect(stateText(delivered, style(40))).toBe("delivered  verified");
  });

  it("fits the screen, whatever the name and the width", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", maxLength: 80 }),
        fc.integer({ min: 40, max: 200 }),
        fc.constantFrom<TransferView["state"]>("waiting", "uploading", "failed", "delivered"),
        (name, columns, state) => {
          const target = { connection: "acme", bucket: "inbox", key: `in/${name}` };
          const line = queueLine(
            view("a", { target, state, error: denied, sha256: "0".repeat(64) }),
            style(columns),
            true,
          );
          expect(stringWidth(textOf(line))).toBeLessThanOrEqual(columns);
          expect(textOf(line)).not.toContain("\n");
        },
      ),
    );
  });

  it("has a sign beside a failed one, and names where a file goes that goes elsewhere", () => {
    const failed = view("a", { state: "failed", error: denied });
    expect(textOf(queueLine(failed, style(80), true)).startsWith("▌✗ a.tif ")).toBe(true);
    const elsewhere = view("a", { target: { connection: "x", bucket: "other", key: "k.tif" } });
    expect(textOf(queueLine(elsewhere, style(80), false))).toContain("other/k.tif");
  });

  it("is red when it failed, also under the cursor, which is a bar below its name", () => {
    const failed = queueLine(view("a", { state: "failed", error: denied }), style(80), true);
    const [, , name] = failed;
    expect([name?.tone, name?.hasBar, failed.at(-1)?.tone]).toEqual(["bad", true, "bad"]);
  });
});

describe("the queue as a whole", () => {
  it("says how far it is, how fast, and how long it takes", () => {
    const files = { ...noFiles, uploading: 4, waiting: 40 };
    const running = snapshot([], { files, rateBytesPerSecond: 11.8 * mebibyte, secondsLeft: 70 });
    expect(queueWords.heading(running)).toBe("44 files · 1.1 of 2.0 GiB");
    expect(queueWords.pace(running)).toBe("11.8 MiB/s · 1 min 10 s left");
  });

  it("guesses nothing at first, nor while it is stalled", () => {
    const files = { ...noFiles, uploading: 1 };
    expect(queueWords.pace(snapshot([], { files }))).toBe(queueWords.estimating);
    expect(queueWords.pace(snapshot([], { files, stalledForMs: 30_000 }))).toBe(
      queueWords.stalled(30_000),
    );
  });

  it("counts what became of the files in the end", () => {
    const files = { ...noFiles, delivered: 42, failed: 1, skipped: 2 };
    expect(queueWords.ended(snapshot([], { files }))).toBe("42 delivered · 1 failed · 2 skipped");
  });
});

describe("the cursor of the queue", () => {
  const many = Array.from({ length: 100 }, (_, at) => view(`t${at}`));

  it("stays on the first row until a key moves it", () => {
    const first = queueReducer(initialQueue, {
      type: "snapshotTaken",
      atMs: 0,
      snapshot: snapshot(many),
    });
    const turned = queueReducer(first, {
      type: "snapshotTaken",
      atMs: 0,
      snapshot: snapshot([...many.slice(1, 4), ...many.slice(0, 1), ...many.slice(4)]),
    });
    expect(turned.position.cursor).toBe(0);
  });

  it("follows its transfer on the screen when rows change places", () => {
    const first = queueReducer(initialQueue, {
      type: "snapshotTaken",
      atMs: 0,
      snapshot: snapshot(many),
    });
    const moved = queueReducer(first, { type: "moved", by: 3 });
    expect(highlightedTransfer(moved)?.id).toBe("t3");
    const turned = queueReducer(moved, {
      type: "snapshotTaken",
      atMs: 0,
      snapshot: snapshot([view("failed-one", { state: "failed" }), ...many]),
    });
    expect(highlightedTransfer(turned)?.id).toBe("t3");
    expect(turned.position.cursor).toBe(4);
  });

  it("stays where it is when its transfer leaves the screen", () => {
    const first = queueReducer(initialQueue, {
      type: "snapshotTaken",
      atMs: 0,
      snapshot: snapshot(many),
    });
    const moved = queueReducer(first, { type: "moved", by: 3 });
    const without = many.filter(({ id }) => id !== "t3");
    const next = queueReducer(moved, {
      type: "snapshotTaken",
      atMs: 0,
      snapshot: snapshot(without),
    });
    expect([next.position.cursor, highlightedTransfer(next)?.id]).toEqual([3, "t4"]);
  });

  it("asks for a page before and after the screen, not for the whole queue", () => {
    const sized = queueReducer(initialQueue, { type: "resized", height: 20 });
    const taken = queueReducer(sized, { type: "snapshotTaken", atMs: 0, snapshot: snapshot(many) });
    expect(windowOf(queueReducer(taken, { type: "jumped", to: "end" }))).toEqual({
      from: 60,
      count: 60,
    });
  });

  it("keeps an opened transfer up to date", () => {
    const [first] = many;
    if (!first) throw new Error("no transfers");
    const opened = queueReducer(initialQueue, {
      type: "layerOpened",
      layer: { name: "transfer", view: first },
    });
    const now = { ...first, state: "failed", error: denied } as const;
    const next = queueReducer(opened, {
      type: "snapshotTaken",
      atMs: 0,
      snapshot: snapshot([now]),
    });
    expect(next.layer).toEqual({ name: "transfer", view: now });
  });
});
