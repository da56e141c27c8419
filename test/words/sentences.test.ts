import { describe, expect, it } from "vitest";
import { accessibleWords } from "../../src/words/plain-text.ts";
import { clockOffBy } from "../../src/words/errors/access-errors.ts";
import { batchWords, someArrived } from "../../src/words/batch.ts";
import { noFiles } from "../../src/services/ports/transfer-view.ts";
import { someBatch } from "../support/values/some-batch.ts";
import { appWords } from "../../src/words/app.ts";
import { browserWords } from "../../src/words/browser.ts";
import { historyWords, unfinishedWords } from "../../src/words/history.ts";
import { leftPartsWords } from "../../src/words/left-parts.ts";
import { queueWords } from "../../src/words/queue.ts";
import { reviewWords } from "../../src/words/review.ts";
import { setupWords } from "../../src/words/setup.ts";

describe("sentences with a number", () => {
  it.each([
    [clockOffBy(1), "1 minute fast"],
    [clockOffBy(-20), "20 minutes slow"],
    [clockOffBy(0), "wrong"],
    [appWords.quitQuestion(1), "One upload is not finished."],
    [appWords.quitQuestion(2), "2 uploads are not finished."],
    [historyWords.count(null, 1), "1 file delivered"],
    [historyWords.count(null, 46), "46 files delivered"],
    // A filter: what is not shown does not read as lost, nor what is shown as all that has arrived.
    [historyWords.count(2, 1_046), "2 shown · 1,046 files delivered"],
    [historyWords.count(46, 46), "46 shown · 46 files delivered"],
    [historyWords.count(0, 46), "0 shown · 46 files delivered"],
    [
      historyWords.filtered({ text: "a.csv", state: "failed", days: 7 }),
      'Filter: "a.csv" · failed · last 7 days · Esc shows all',
    ],
    [historyWords.filtered({ text: "", state: "all", days: 1 }), "today · Esc shows all"],
    [unfinishedWords.title(1), "1 unfinished upload"],
    [unfinishedWords.title(4), "4 unfinished uploads"],
    [unfinishedWords.removeQuestion(4), "Cancel 4 unfinished uploads?"],
    [reviewWords.skipped(1), "1 item cannot be uploaded, see below"],
    [reviewWords.skipped(5), "5 items cannot be uploaded, see below"],
    [reviewWords.conflicts(1, 0, 0), "1 file exists in the bucket: 1 skipped"],
    [
      reviewWords.conflicts(1_000, 2, 1),
      "1,003 files exist in the bucket: 1,000 skipped, 2 renamed, 1 replaced",
    ],
    [reviewWords.deciding(1), "1 file already exists. What to do?"],
    [reviewWords.deciding(12), "12 files already exist. What to do?"],
    [reviewWords.total(1, 1_024, null), "1 file · 1.0 KiB to upload"],
    [reviewWords.total(3, 3 * 1024 ** 2, 180), "3 files · 3.0 MiB · about 3 min"],
    [someArrived(0, 1), "Your file has not arrived"],
    [someArrived(0, 3), "None of 3 files has arrived"],
    [someArrived(1, 3), "1 of 3 files has arrived"],
    [someArrived(2, 3), "2 of 3 files have arrived"],
    [queueWords.logWaiting(1), "1 log message pending; your files are not affected"],
    [queueWords.logWaiting(2), "2 log messages pending; your files are not affected"],
    [
      queueWords.retrying({ attempt: 2, inMs: 5_000, error: { code: "Stalled", idleMs: 30_000 } }),
      "retrying in 5 s (attempt 3): No data has moved for 30 s (Stalled)",
    ],
    [queueWords.goingOn(8), "resuming at part 8"],
    [accessibleWords.number(7), "Number from 1 to 7 (Enter for 1, < to go back):"],
    [accessibleWords.percent(40), "40% uploaded."],
    [accessibleWords.selected("b.csv", 1), "Selected b.csv. 1 item so far."],
    [accessibleWords.selected("b.csv", 2), "Selected b.csv. 2 items so far."],
    [
      browserWords.selected({ files: 1, bytes: 5, isDone: true, secondsToSend: null }),
      "1 file selected · 5 B",
    ],
  ])("%s", (sentence, expected) => {
    expect(sentence).toBe(expected);
  });
});

describe("the title of a batch", () => {
  const running = { trouble: null };
  const stopped = { trouble: { code: "WrongSecret" } } as const;
  it.each([
    [{ uploading: 1, waiting: 1, delivered: 44 }, running, "Uploading 46 files"],
    [{ waiting: 3 }, stopped, "3 files held"],
    [{ waiting: 2, failed: 1 }, stopped, "2 of 3 files held"],
    [{ paused: 1, delivered: 1 }, running, "1 of 2 files paused"],
    [{ paused: 2, cancelled: 1 }, running, "2 files paused"],
    [{ waiting: 1 }, running, "1 file waiting"],
  ])("of %o counts what it says", (files, queue, expected) => {
    expect(batchWords.title(someBatch({ files: { ...noFiles, ...files } }), queue)).toBe(expected);
  });
});

describe("sentences with a name", () => {
  it.each([
    [queueWords.confirmCancel("a.csv"), "Cancel the upload of a.csv?"],
    [reviewWords.question("a.csv"), "a.csv already exists"],
    [browserWords.allOf("~/exports", 1), "all of ~/exports except 1"],
    [setupWords.correct("endpoint"), "Change the endpoint"],
    [setupWords.save("acme"), 'Save as "acme"'],
    [setupWords.useRegion("eu-west-1"), "Use region eu-west-1 and check again"],
    [appWords.keptAt("/h/state.db.kept"), "Renamed to /h/state.db.kept"],
    [
      accessibleWords.regionNow("eu-west-1", "Dublin, Ireland"),
      "Press Enter for eu-west-1, Dublin, Ireland.",
    ],
    [
      leftPartsWords("inbox"),
      "Uploaded parts stay in the bucket until a lifecycle rule removes them. `s3-sftp policy inbox` prints that rule for the bucket owner.",
    ],
  ])("%s", (sentence, expected) => {
    expect(sentence).toBe(expected);
  });
});

describe("what has to fit", () => {
  it("says the size that a window needs before a narrow one cuts it", () => {
    expect(appWords.tooSmall).toMatch(/^Needs 40 × 12/);
  });

  it("keeps the three tabs within 40 columns, counts and brackets too", () => {
    const tabs = (["browser", "queue", "history"] as const).map((tab) => appWords.tab(tab, 0));
    expect(`[${tabs.join("] ")}`.length).toBeLessThanOrEqual(30);
  });

  it("names each state as `--json` does", () => {
    for (const [name, word] of Object.entries(queueWords.state)) expect(word).toBe(name);
  });
});
