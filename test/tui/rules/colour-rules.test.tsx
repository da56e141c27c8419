import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import type { ByState } from "../../../src/domain/batch.ts";
import { noFiles } from "../../../src/services/ports/transfer-view.ts";
import type { TransferStateName } from "../../../src/domain/transfer.ts";
import { historyLine } from "../../../src/tui/screens/history/history-view.ts";
import { queueLines } from "../../../src/tui/screens/queue/queue-rows.ts";
import { queueLine } from "../../../src/tui/screens/queue/queue-view.ts";
import { QueueScreen } from "../../../src/tui/screens/queue/QueueScreen.tsx";
import { troubleLines } from "../../../src/tui/screens/queue/trouble-lines.ts";
import type { AppError } from "../../../src/domain/errors.ts";
import { batchSign } from "../../../src/tui/widgets/batch-sign.ts";
import type { Span } from "../../../src/tui/widgets/Spans.tsx";
import { createTheme, type Tone } from "../../../src/tui/widgets/theme.ts";
import { createStillQueue, someSnapshot, someView } from "../../support/fakes/still-queue.ts";
import { showOnInk } from "../../support/sites/ink-screen.ts";
import { screenPropsFor } from "../../support/sites/screen-props.ts";
import { someBatch } from "../../support/values/some-batch.ts";

const { symbols } = createTheme({ theme: "dark", ascii: false, hasColour: true });
const style = {
  columns: 80,
  width: stringWidth,
  symbols,
  nowMs: 0,
  here: { bucket: "acme-inbox", prefix: "november/" },
};
const denied = { code: "AccessDenied", right: "write", bucket: "acme-inbox" } as const;

const signalTones: ReadonlySet<Tone | undefined> = new Set(["good", "bad", "warn"]);
const signals = (spans: readonly Span[]) =>
  Array.from(new Set(spans.flatMap(({ tone }) => (signalTones.has(tone) ? [tone] : []))));

const states: readonly (readonly [TransferStateName, readonly Tone[]])[] = [
  ["waiting", []],
  ["uploading", []],
  ["paused", []],
  ["delivered", ["good"]],
  ["failed", ["bad"]],
  ["skipped", []],
  ["cancelled", []],
];

/** Batches whose files all ended so, and what their line may be drawn in. */
const ended: readonly (readonly [string, Partial<ByState>, readonly Tone[]])[] = [
  ["delivered", { delivered: 3 }, ["good"]],
  ["delivered and left out", { delivered: 2, skipped: 1 }, ["good"]],
  ["delivered and failed", { delivered: 2, failed: 1 }, ["bad"]],
  ["failed", { failed: 3 }, ["bad"]],
  ["skipped", { skipped: 3 }, []],
  ["cancelled", { cancelled: 3 }, []],
];

describe("green, red and yellow", () => {
  it.each(states)("mean for a row of the queue that is %s: %j", (state, tones) => {
    const view = someView({ state, error: state === "failed" ? denied : null });
    expect(signals(queueLine(view, style, false))).toEqual(tones);
  });

  it("are yellow for one that is tried again by itself", () => {
    const retry = { attempt: 1, inMs: 5_000, error: { code: "Stalled", idleMs: 1 } } as const;
    expect(signals(queueLine(someView({ retry }), style, false))).toEqual(["warn"]);
  });

  it.each(ended)("mean in History of a batch that was %s the same", (_, files, tones) => {
    const batch = {
      id: "b1",
      note: null,
      files: { ...noFiles, ...files },
      target: someView().target,
      sizeBytes: 0,
      deliveredBytes: 0,
      endedAtMs: 0,
    };
    const line = historyLine({ is: "batch", batch }, style, false);
    expect(signals(line)).toEqual(tones);
    const sign = line.map(({ text }) => text).join("");
    expect(sign.includes(symbols.state.delivered)).toBe(tones.includes("good"));
  });

  it.each(ended)("mean in the queue of a batch that was %s the same", (_, files, tones) => {
    const sign = batchSign({ ...noFiles, ...files }, symbols);
    expect(signals([sign])).toEqual(tones);
  });

  it.each<[AppError, Tone]>([
    [{ code: "WrongSecret" }, "bad"],
    [{ code: "EndpointUnreachable", host: "s3", reason: "reset" }, "warn"],
  ])("are for what has stopped the queue, %o: %s", (trouble, tone) => {
    const snapshot = { ...someSnapshot([someView()]), trouble };
    const [first] = troubleLines({ snapshot, showsDetails: false }, 80, symbols);
    expect(first?.tone).toBe(tone);
  });

  it("are not for what was cancelled, folded into one line", () => {
    const snapshot = someSnapshot([someView({ state: "cancelled" })]);
    const options = { snapshot, top: 0, height: 5, cursor: 0, rows: 0, isFolded: true };
    const lines = queueLines({ ...style, ...options });
    expect(lines.flatMap(signals)).toEqual([]);
    expect(JSON.stringify(lines)).not.toContain(symbols.state.delivered);
  });

  it("are not for a whole batch that was cancelled", async () => {
    const cancelled = someBatch({
      closedAtMs: 1,
      files: { ...noFiles, cancelled: 2 },
    });
    const rows = [someView({ state: "cancelled", batchId: "b1" })];
    const { queue } = createStillQueue({ ...someSnapshot(rows), batches: [cancelled] });
    const { props } = screenPropsFor({ queue });
    const screen = await showOnInk(<QueueScreen {...props} />);
    await screen.until("2 cancelled");
    expect(screen.frame()).not.toContain(symbols.state.delivered);
    screen.unmount();
  });
});
