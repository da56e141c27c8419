import { describe, expect, it } from "vitest";
import type { Conflict, PlannedFile } from "../../../../src/domain/delivery-plan.ts";
import type { PastDelivery } from "../../../../src/domain/past-delivery.ts";
import { ok } from "../../../../src/domain/result.ts";
import {
  initialReview,
  reviewReducer,
  type ReviewEvent,
} from "../../../../src/tui/screens/review/review-reducer.ts";
import { reviewTotals, toRequests } from "../../../../src/tui/screens/review/review-rows.ts";
import { sortPlanned } from "../../../../src/tui/screens/review/sort-planned.ts";

const file = (name: string): PlannedFile => ({
  path: `/out/${name}`,
  key: `in/${name}`,
  fingerprint: { sizeBytes: 10, mtimeMs: 1.5, inode: 1, device: 1 },
});
const files = ["a", "b", "c", "d"].map(file);
const plan = { files, skipped: [], totalBytes: 40 };
const past = (name: string, changes: Partial<PastDelivery> = {}): PastDelivery => ({
  path: `/out/${name}`,
  sizeBytes: 10,
  mtimeMs: 1.5,
  connection: "acme",
  bucket: "inbox",
  key: `in/${name}`,
  askedKey: `in/${name}`,
  receiptId: "r",
  deliveredAtMs: 7,
  ...changes,
});
const conflict = (name: string, sizeBytes = 10): Conflict => ({
  path: `/out/${name}`,
  key: `in/${name}`,
  ours: { sizeBytes: 10, modifiedAtMs: 1.5 },
  theirs: { sizeBytes, modifiedAtMs: 8 },
});

const sorted = (conflicts: readonly Conflict[], ...before: readonly PastDelivery[]) => {
  const { delivered, free, ...rest } = sortPlanned(plan, conflicts, before);
  return {
    conflicts: rest.conflicts.map(({ path }) => path),
    delivered: delivered.map((one) => one.file.path),
    free: free.map(({ path }) => path),
  };
};

describe("the files of a plan", () => {
  it("are left out where they were delivered just as they are", () => {
    expect(sorted([conflict("a"), conflict("b")], past("a"))).toEqual({
      conflicts: ["/out/b"],
      delivered: ["/out/a"],
      free: ["/out/c", "/out/d"],
    });
    // Under a new name, because the one that was asked for was taken.
    const renamed = past("a", { key: "in/a (2)" });
    expect(sorted([conflict("a")], renamed).delivered).toEqual(["/out/a"]);
    // The recipient has taken it away.
    expect(sorted([], past("a")).delivered).toEqual(["/out/a"]);
  });

  it.each([
    ["another size", past("a", { sizeBytes: 9 }), conflict("a")],
    ["another time", past("a", { mtimeMs: 1.25 }), conflict("a")],
    ["another key", past("a", { key: "in/x", askedKey: "in/x" }), conflict("a")],
    ["something else under its key since", past("a"), conflict("a", 11)],
  ])("are asked about with %s", (_, before, taken) => {
    expect(sorted([taken], before)).toMatchObject({ conflicts: ["/out/a"], delivered: [] });
  });

  const reviewed = (...events: readonly ReviewEvent[]) =>
    [
      { type: "planned", result: ok(plan) } as const,
      { type: "checked", result: ok([conflict("b")]), past: [past("a"), past("b")] } as const,
      ...events,
    ].reduce<typeof initialReview>(reviewReducer, initialReview);
  const target = { connection: "acme", bucket: "inbox" };
  const sent = (state: typeof initialReview) =>
    toRequests(state, target).map(({ path, conflict: policy }) => `${path} ${policy}`);

  it("are left out without a question, and counted so", () => {
    const state = reviewed();
    expect([state.question, state.folders]).toEqual([null, 1]);
    expect(reviewTotals(state)).toMatchObject({ files: 2, bytes: 20, delivered: 2 });
    expect(sent(state)).toEqual(["/out/c skip", "/out/d skip"]);
  });

  it("are left out by a person with one key, and taken in by the same", () => {
    const left = reviewed({ type: "leftOutToggled" });
    expect(reviewTotals(left)).toMatchObject({ files: 1, bytes: 10, leftOut: 1 });
    expect(sent(left)).toEqual(["/out/d skip"]);
    const again = reviewed(
      { type: "leftOutToggled" },
      { type: "moved", by: -1 },
      { type: "leftOutToggled" },
    );
    expect(sent(again)).toEqual(["/out/c skip", "/out/d skip"]);
  });

  it("are sent once more when a person takes them in, after a question where the name is taken", () => {
    // Rows: c, d, then a and b, which were delivered.
    const gone = reviewed({ type: "moved", by: 2 }, { type: "leftOutToggled" });
    expect(gone.question).toBeNull();
    expect(sent(gone)).toEqual(["/out/a skip", "/out/c skip", "/out/d skip"]);
    const there = reviewed({ type: "moved", by: 3 }, { type: "leftOutToggled" });
    expect(there.question).toEqual({ index: 0, answer: "skip", appliesToAll: false });
    const replaced = reviewed(
      { type: "moved", by: 3 },
      { type: "leftOutToggled" },
      { type: "answered", answer: "replace" },
    );
    expect(sent(replaced)).toEqual(["/out/b replace", "/out/c skip", "/out/d skip"]);
  });
});
