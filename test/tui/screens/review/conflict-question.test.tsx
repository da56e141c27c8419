import { expect, it } from "vitest";
import { formatWhen } from "../../../../src/domain/format.ts";
import { ConflictQuestion } from "../../../../src/tui/screens/review/ConflictQuestion.tsx";
import { reviewWords } from "../../../../src/words/review.ts";
import { showOnInk } from "../../../support/sites/ink-screen.ts";

const nowMs = Date.UTC(2026, 10, 30, 12, 0);
const conflict = {
  path: "/out/invoices-2026-11-of-all-clinics.csv",
  key: "november/invoices-2026-11-of-all-clinics.csv",
  ours: { sizeBytes: 1_258_291, modifiedAtMs: nowMs - 86_400_000 },
  theirs: { sizeBytes: 1_158_291, modifiedAtMs: nowMs - 3_600_000 },
};

const open = (columns: number) =>
  showOnInk(
    <ConflictQuestion
      conflict={conflict}
      question={{ index: 0, answer: "skip", appliesToAll: false }}
      count={12}
      prefix="november/"
      columns={columns}
      nowMs={nowMs}
    />,
  );

it("cuts nothing but the name in 40 columns: sizes, times, answers and which of how many stay", async () => {
  const { frame, unmount } = await open(40);
  const said = [
    reviewWords.questionOf(1, 12),
    formatWhen(conflict.ours.modifiedAtMs, nowMs),
    formatWhen(conflict.theirs.modifiedAtMs, nowMs),
    ...Object.values(reviewWords.answer),
    reviewWords.forAll(11),
  ];
  for (const words of said) expect(frame()).toContain(words);
  unmount();
});

it("shows the new name where there is room", async () => {
  const { frame, unmount } = await open(100);
  expect(frame()).toContain(
    `${reviewWords.answer.rename}: invoices-2026-11-of-all-clinics (2).csv`,
  );
  unmount();
});
