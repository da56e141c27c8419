import { describe, expect, it } from "vitest";
import { ok } from "../../../src/domain/result.ts";
import { stateFilters } from "../../../src/tui/screens/history/history-reducer.ts";
import type { AppServices } from "../../../src/tui/services.ts";
import { historyWords } from "../../../src/words/history.ts";
import { accessibleWords as words } from "../../../src/words/plain-text.ts";
import { createStillQueue, someSnapshot } from "../../support/fakes/still-queue.ts";
import { runPlainText as run } from "../../support/sites/run-plain-text.ts";
import { dayMs, nowMs, sent } from "../../support/values/sent-files.ts";

describe("the history in plain text mode", () => {
  it("is by batch and day, as on the screen", async () => {
    const { heard } = await run(["3", "<"], sent());
    const [today, yesterday] = [nowMs, nowMs - dayMs].map((atMs) =>
      words.day(historyWords.day(atMs, nowMs)),
    );
    const lines = heard.split("\n");
    const at = (line: string) => lines.findIndex((one) => one.startsWith(line));
    expect(at(today ?? "")).toBeGreaterThan(0);
    expect(at("2. 1 file")).toBeGreaterThan(at(today ?? ""));
    expect(at(yesterday ?? "")).toBeGreaterThan(at("2. 1 file"));
    expect(at("3. 1 file")).toBeGreaterThan(at(yesterday ?? ""));
    expect(heard).toContain("inbox/in/b.pdf");
  });

  it("leads to the files of a batch, and saves one receipt for all of it", async () => {
    const { heard, services } = await run(["3", "2", "s", "<", "<"], sent());
    expect(heard).toContain(words.batchHow);
    expect(services.calls.map(({ name }) => name)).toEqual(["saveText"]);
  });

  it("says receipts by their numbers, and saves them", async () => {
    const { heard, services } = await run(["3", "f .pdf", "2-3", "2", "<", "<"], sent());
    expect(heard).toContain("Receipt:     r1");
    expect(heard).toContain("Receipt:     r2");
    expect(services.calls.map(({ name }) => name)).toEqual(["saveText"]);
  });

  it("filters by name, and shows what failed, which can be uploaded again", async () => {
    const { queue, asked } = createStillQueue(someSnapshot([]));
    // x: 1 all, 2 failed.
    const { heard } = await run(["3", "f no-such", "x", "2", "u", "<", "<"], { ...sent(), queue });
    expect(heard).toContain(words.nothingMatches("no-such"));
    expect(heard).toContain(historyWords.sentAgain(1));
    expect(asked).toContainEqual(["retry", ["t3"]]);
  });

  it.each([
    ["2", "failed", ["in/c.pdf"]],
    ["3", "delivered", ["in/a.pdf", "in/b.pdf"]],
    ["4", "left out", []],
  ] as const)("filters by state: %s is %s", async (answer, state, keys) => {
    const { heard } = await run(["3", "x", answer, "<", "<"], sent());
    const [, listed = ""] = heard.split(words.shownOnly({ text: null, state, days: null }));
    for (const key of ["in/a.pdf", "in/b.pdf", "in/c.pdf"])
      expect(listed.split(words.historyQuestion)[0]?.includes(key)).toBe(
        keys.some((each) => each === key),
      );
  });

  it("filters by date, narrows one filter by another, and shows all again", async () => {
    const asked: unknown[] = [];
    const history = sent();
    const historyBatches: AppServices["historyBatches"] = async (query, window) => {
      asked.push(query.sinceMs);
      return history.historyBatches?.(query, window) ?? ok({ rows: [], from: 0, total: 0 });
    };
    const historyEntries: AppServices["historyEntries"] = async (query, window) => {
      asked.push([query.text, query.states, query.sinceMs]);
      return history.historyEntries?.(query, window) ?? ok({ rows: [], from: 0, total: 0 });
    };
    const today = new Date(nowMs).setHours(0, 0, 0, 0);
    // t: 1 all, 2 today, 3 seven days. In the files: f a text, then x for the state; f alone and x 1 take them away.
    const script = ["3", "t", "3", "f pdf", "x", "3", "f", "x", "1", "t", "1", "<", "<"];
    const { heard } = await run(script, { ...history, historyBatches, historyEntries });
    const { all, delivered } = stateFilters;
    const week = today - 6 * dayMs;
    expect(asked).toEqual([
      null,
      week,
      ["pdf", all, week],
      ["pdf", delivered, week],
      [null, delivered, week],
      week,
      null,
    ]);
    expect(heard).toContain(words.shownOnly({ text: "pdf", state: "delivered", days: 7 }));
  });

  it("saves one receipt for all as JSON and CSV, and uploads some of the files again", async () => {
    const planned: unknown[] = [];
    const planDelivery: AppServices["planDelivery"] = async (selected) => {
      planned.push(selected);
      return ok({ files: [], skipped: [], totalBytes: 0 });
    };
    const script = ["3", "2", "j", "c", "<", "f .pdf", "u 3", "<", "<"];
    const { services } = await run(script, { ...sent(), planDelivery });
    const names = services.calls.flatMap(({ name, given }) =>
      name === "saveText" ? [given[0]] : [],
    );
    expect(names).toEqual([expect.stringMatching(/\.json$/), expect.stringMatching(/\.csv$/)]);
    // They were in "inbox", which is not stored any more: to the destination in use, in the folders of their keys.
    expect(planned).toEqual([[{ path: "/out/b.pdf", baseFolder: "/out" }]]);
  });
});
