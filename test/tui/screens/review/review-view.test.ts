import stringWidth from "string-width";
import { expect, it } from "vitest";
import { formatWhen } from "../../../../src/domain/format.ts";
import { reviewLine } from "../../../../src/tui/screens/review/review-view.ts";
import { createTheme } from "../../../../src/tui/widgets/theme.ts";
import { reviewWords } from "../../../../src/words/review.ts";

const { symbols } = createTheme({ theme: "dark", ascii: false, hasColour: true });
const nowMs = Date.UTC(2026, 10, 30, 12, 0);

const lineOf = (name: string, columns: number): string => {
  const conflict = {
    path: `/out/${name}`,
    key: name,
    ours: { sizeBytes: 48_281, modifiedAtMs: nowMs },
    theirs: { sizeBytes: 48_276, modifiedAtMs: nowMs - 60_000 },
  };
  const style = { columns, width: stringWidth, nowMs, symbols, prefix: "" };
  const answer = { policy: "replace", isLeftOut: false } as const;
  const spans = reviewLine({ kind: "conflict", index: 0, conflict }, style, false, answer);
  return [spans]
    .flat()
    .map(({ text }) => text)
    .join("");
};

it.each([
  ["invoices-2026-11.csv", 80],
  ["invoices-2026-11.csv", 40],
  ["a.pdf", 60],
  ["a.pdf", 40],
])("says of a taken name whole things only: %s in %d columns", (name, columns) => {
  const line = lineOf(name, columns);
  expect(stringWidth(line)).toBeLessThanOrEqual(columns);
  expect(line.slice(line.indexOf(reviewWords.shortAnswer.replace))).not.toContain(symbols.ellipsis);
});

it("leaves out the time first, then what is in the bucket, then what differs", () => {
  const when = formatWhen(nowMs - 60_000, nowMs);
  const difference = reviewWords.difference({ age: "newer", size: "larger" });
  const said = [100, 80, 66, 40].map((columns) => {
    const line = lineOf("invoices-2026-11.csv", columns);
    return [when, reviewWords.inBucket, difference].map((words) => line.includes(words));
  });
  expect(said).toEqual([
    [true, true, true],
    [false, true, true],
    [false, false, true],
    [false, false, false],
  ]);
});
