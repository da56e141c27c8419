import { describe, expect, it } from "vitest";
import type { Conflict, PlannedFile } from "../../../../src/domain/delivery-plan.ts";
import type { AppError } from "../../../../src/domain/errors.ts";
import { fail, ok } from "../../../../src/domain/result.ts";
import {
  initialReview,
  reviewReducer,
  type ReviewEvent,
} from "../../../../src/tui/screens/review/review-reducer.ts";
import {
  reviewRow,
  reviewRowCount,
  reviewTotals,
  toRequests,
} from "../../../../src/tui/screens/review/review-rows.ts";
import { renamedExample } from "../../../../src/tui/screens/review/review-view.ts";

const file = (name: string, sizeBytes = 10): PlannedFile => ({
  path: `/out/${name}`,
  key: `in/${name}`,
  fingerprint: { sizeBytes, mtimeMs: 1, inode: 1, device: 1 },
});
const conflict = ({ path, key, fingerprint }: PlannedFile): Conflict => ({
  path,
  key,
  ours: { sizeBytes: fingerprint.sizeBytes, modifiedAtMs: 1 },
  theirs: { sizeBytes: 99, modifiedAtMs: 2 },
});
const names = ["a", "b", "c", "d"];
const files = names.map((name) => file(name));
const plan = {
  files,
  skipped: [{ path: "/out/s", error: { code: "NotAFile", path: "/out/s", is: "socket" } as const }],
  totalBytes: 40,
};
const run = (...events: ReviewEvent[]) => events.reduce(reviewReducer, initialReview);
const taken = (count: number) => ok(files.slice(0, count).map(conflict));
const target = { connection: "acme", bucket: "inbox" };

describe("the review", () => {
  it("walks, asks the store, and is then at the person's disposal", () => {
    const walking = run({ type: "walked", files: 3, bytes: 30 });
    expect(walking.phase).toEqual({ name: "planning", files: 3, bytes: 30 });
    const planned = reviewReducer(walking, { type: "planned", result: ok(plan) });
    expect(planned.phase.name).toBe("checking");
    expect(reviewReducer(planned, { type: "checked", result: taken(0), past: [] }).phase.name).toBe(
      "ready",
    );
  });

  it("keeps what is there unless it is told otherwise", () => {
    const state = run(
      { type: "planned", result: ok(plan) },
      { type: "checked", result: taken(2), past: [] },
    );
    expect(state.question).toEqual({ index: 0, answer: "skip", appliesToAll: false });
    const left = reviewReducer(state, { type: "questionLeft" });
    expect(reviewTotals(left)).toEqual({
      files: 2,
      bytes: 20,
      skipped: 1,
      leftOut: 0,
      delivered: 0,
      answers: { skip: 2, rename: 0, replace: 0 },
    });
    expect(toRequests(left, target).map(({ target: { key } }) => key)).toEqual(["in/c", "in/d"]);
  });

  it("asks about each taken key, or once for all that are left", () => {
    const asked = run(
      { type: "planned", result: ok(plan) },
      { type: "checked", result: taken(3), past: [] },
    );
    const second = reviewReducer(asked, { type: "answered", answer: "rename" });
    expect(second.question?.index).toBe(1);
    const done = [
      { type: "forAllToggled" } as const,
      { type: "answered", answer: "replace" } as const,
    ].reduce(reviewReducer, second);
    expect(done.question).toBeNull();
    expect(toRequests(done, target).map(({ path, conflict: policy }) => [path, policy])).toEqual([
      ["/out/a", "rename"],
      ["/out/b", "replace"],
      ["/out/c", "replace"],
      ["/out/d", "skip"],
    ]);
  });

  it("marks answers inside their list, and takes the highlighted one", () => {
    const asked = run(
      { type: "planned", result: ok(plan) },
      { type: "checked", result: taken(1), past: [] },
    );
    const highlighted = [1, 1, 1, -1].reduce(
      (state, by) => reviewReducer(state, { type: "answerHighlighted", by }),
      asked,
    );
    expect(highlighted.question?.answer).toBe("rename");
  });

  it("lists taken keys first, then what cannot go, then the others, each once", () => {
    const state = run(
      { type: "planned", result: ok(plan) },
      { type: "checked", result: taken(1), past: [] },
    );
    const kinds = Array.from(
      { length: reviewRowCount(state) },
      (_, at) => reviewRow(state, at)?.kind,
    );
    expect(kinds).toEqual(["conflict", "skipped", "file", "file", "file"]);
    expect(reviewRow(state, 5)).toBeNull();
  });

  it("goes on without an answer of the store, and then replaces nothing", () => {
    const error: AppError = { code: "AccessDenied", right: "list", bucket: "inbox" };
    const state = run(
      { type: "planned", result: ok(plan) },
      { type: "checked", result: fail(error), past: [] },
    );
    expect(state.conflictError).toBe(error);
    const policies = new Set(toRequests(state, target).map((request) => request.conflict));
    expect(policies).toEqual(new Set(["skip"]));
  });

  it("is ready at once when nothing can be sent", () => {
    const empty = { ...plan, files: [], totalBytes: 0 };
    const state = run({ type: "planned", result: ok(empty) });
    expect(state.phase.name).toBe("ready");
    expect(toRequests(state, target)).toEqual([]);
  });

  it("shows a new name with the number before the extension", () => {
    expect(renamedExample("scans/report.pdf")).toBe("scans/report (2).pdf");
    expect(renamedExample("README")).toBe("README (2)");
  });
});
