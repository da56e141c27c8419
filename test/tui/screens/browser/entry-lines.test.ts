import stringWidth from "string-width";
import { expect, it } from "vitest";
import { formatWhen } from "../../../../src/domain/format.ts";
import { entryLines } from "../../../../src/tui/screens/browser/entry-lines.ts";
import { browserWords } from "../../../../src/words/browser.ts";
import { compareWords } from "../../../../src/words/compare.ts";
import { screenWords } from "../../../support/values/screen-words.ts";

const nowMs = Date.UTC(2026, 10, 30, 12);
const entry = {
  name: "a-name-that-takes-more-than-one-line-of-it.dcm",
  isUtf8: true,
  kind: "file",
  isLink: false,
  sizeBytes: 14,
  mtimeMs: nowMs,
  hasDetails: true,
} as const;
const before = {
  path: `/out/${entry.name}`,
  sizeBytes: 10,
  mtimeMs: nowMs - 1,
  connection: "acme",
  bucket: "acme-inbox",
  key: entry.name,
  askedKey: entry.name,
  receiptId: "r",
  deliveredAtMs: nowMs - 60_000,
};

it("says of the highlighted entry in full when it was delivered, in six lines of the pane at the most", () => {
  const columns = 39;
  const details = { entry, count: null, before, finding: "content differs" } as const;
  const lines = entryLines(details, { columns, width: stringWidth, ellipsis: "…", nowMs });
  for (const { text } of lines) expect(stringWidth(text)).toBeLessThanOrEqual(columns);
  const words = screenWords(lines.map(({ text }) => text).join(" "));
  expect(words).toContain(
    browserWords.changedSince(formatWhen(before.deliveredAtMs, nowMs).trim()),
  );
  expect(words).toContain(compareWords.finding["content differs"]);
  expect(lines.length).toBeLessThanOrEqual(6);
});
