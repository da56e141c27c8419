import { describe, expect, it } from "vitest";
import type { UploadQueue } from "../../../src/services/ports/upload-queue.ts";
import { followQueue } from "../../../src/tui/plain-text/follow-queue.ts";
import type { BatchView } from "../../../src/services/ports/transfer-view.ts";
import { batchWords } from "../../../src/words/batch.ts";
import { errorWords } from "../../../src/words/errors/error-words.ts";
import { accessibleWords } from "../../../src/words/plain-text.ts";
import { noFiles } from "../../../src/services/ports/transfer-view.ts";
import { createScriptedTerminal } from "../../support/fakes/scripted-terminal.ts";
import { createStillQueue, someSnapshot, someView } from "../../support/fakes/still-queue.ts";

const sizeBytes = 1000;
const at = (percent: number) => someSnapshot([someView({ sizeBytes, ackedBytes: percent * 10 })]);
const ended = someSnapshot([
  someView({ sizeBytes, ackedBytes: sizeBytes, state: "delivered", verified: "part-md5" }),
]);

/** A batch of one file that has arrived. */
const someBatch = (changes: Partial<BatchView>): BatchView => ({
  id: "b1",
  note: null,
  startedAtMs: 0,
  closedAtMs: 5_000,
  isSeen: false,
  files: { ...noFiles, delivered: 1 },
  totalBytes: 1000,
  ackedBytes: 1000,
  sentBytes: 1000,
  deliveredBytes: 1000,
  unverifiedFiles: 0,
  rateBytesPerSecond: null,
  secondsLeft: null,
  bucket: "acme-inbox",
  folder: "",
  connection: "acme",
  reports: { waiting: 0, takenAtMs: null },
  ...changes,
});

/** How such a batch is said to have ended. */
const batchLines = (batch: BatchView): readonly string[] => [
  `${batchWords.arrived(batch)}.`,
  `${batchWords.arrivedHow(batch) ?? ""}.`,
];

/** A queue that goes on by one snapshot each time it is looked at. */
const moving = (snapshots: readonly (typeof ended)[]): UploadQueue => {
  let next = 0;
  return {
    ...createStillQueue(ended).queue,
    snapshot: async () => {
      const now = snapshots[Math.min(next, snapshots.length - 1)] ?? ended;
      next += 1;
      return now;
    },
    subscribe: (onChange) => {
      const timer = setInterval(onChange, 1);
      return () => clearInterval(timer);
    },
  };
};

const follow = async (queue: UploadQueue) => {
  const terminal = createScriptedTerminal([]);
  await followQueue({ terminal, queue, signal: new AbortController().signal });
  return terminal.heard().split("\n");
};

describe("followQueue", () => {
  it("says a line for each 10 %, and how each file ended", async () => {
    const steps = [0, 3, 9, 10, 14, 19, 41, 42, 99].map(at);
    const lines = await follow(moving([...steps, ended]));
    expect(lines.slice(1)).toEqual([
      accessibleWords.percent(10),
      accessibleWords.percent(40),
      accessibleWords.percent(90),
      "report.pdf: delivered, verified part by part",
      accessibleWords.ended(ended),
    ]);
  });

  it("names a renamed file as it is called in the bucket", async () => {
    const target = { connection: "acme", bucket: "acme-inbox", key: "november/report-1.pdf" };
    const renamed = someSnapshot([someView({ sizeBytes, state: "delivered", target })]);
    const lines = await follow(moving([at(0), renamed]));
    expect(lines).toContain("report-1.pdf: delivered");
  });

  it("says how each batch ended that nobody has heard of, once", async () => {
    const [seen, told, fresh] = (["seen", "told", "fresh"] as const).map((id, index) =>
      someBatch({ id, isSeen: id === "seen", deliveredBytes: 1024 * (index + 1) }),
    );
    if (!seen || !told || !fresh) throw new Error("three batches");
    const { queue, asked } = createStillQueue({ ...ended, batches: [fresh, told, seen] });
    const lines = await follow(queue);
    expect(lines.slice(1)).toEqual([...batchLines(told), ...batchLines(fresh)]);
    expect(asked).toEqual([["seeBatches", ["fresh", "told"]]]);
  });

  it("says that nothing is on its way", async () => {
    expect(await follow(createStillQueue(someSnapshot([])).queue)).toEqual([accessibleWords.idle]);
  });

  it("says once that the storage service does not answer and when it is tried next, and that it goes on", async () => {
    const trouble = { code: "EndpointUnreachable", host: "s3", reason: "timeout" } as const;
    const held = (nextTryInMs: number) => ({ ...at(10), trouble, nextTryInMs });
    const lines = await follow(moving([at(0), held(60_000), held(42_000), held(0), at(12), ended]));
    const { happened } = errorWords(trouble);
    expect(lines.filter((line) => line.includes(happened))).toHaveLength(1);
    expect(lines).toContain(accessibleWords.triesAgain(60_000));
    expect(lines.filter((line) => line === accessibleWords.goesOn)).toHaveLength(1);
  });

  it("says what else has stopped it, which waits for a person", async () => {
    const trouble = { code: "WrongSecret" } as const;
    const lines = await follow(moving([at(0), { ...at(10), trouble }, ended]));
    expect(lines.join(" ")).toContain(errorWords(trouble).happened);
    expect(lines.join(" ")).toContain(errorWords(trouble).next);
  });

  it("ends when the queue is lost", async () => {
    const queue = moving([at(0)]);
    let looks = 0;
    const lost: UploadQueue = {
      ...queue,
      snapshot: async (window) => {
        looks += 1;
        if (looks > 2) throw new Error("gone");
        return queue.snapshot(window);
      },
    };
    expect(await follow(lost)).toHaveLength(1);
  });
});
