import { describe, expect, it } from "vitest";
import { ok } from "../../../src/domain/result.ts";
import type { Settings } from "../../../src/domain/settings.ts";
import { runPlainTextApp } from "../../../src/tui/plain-text/plain-text-app.ts";
import type { AppServices } from "../../../src/tui/services.ts";
import { compareWords } from "../../../src/words/compare.ts";
import { historyWords } from "../../../src/words/history.ts";
import { accessibleWords as words } from "../../../src/words/plain-text.ts";
import { queueWords } from "../../../src/words/queue.ts";
import { reviewWords } from "../../../src/words/review.ts";
import { acme, acmeSettings, createFakeServices } from "../../support/fakes/fake-services.ts";
import { createScriptedTerminal } from "../../support/fakes/scripted-terminal.ts";
import { createStillQueue, someSnapshot, someView } from "../../support/fakes/still-queue.ts";
import { historyOf } from "../../support/values/history-of.ts";
import { someReceipt } from "../../support/values/transfers.ts";

const quit = "8";

const run = async (
  script: readonly string[],
  changes: Partial<AppServices> = {},
  settings: Settings = acmeSettings,
) => {
  const terminal = createScriptedTerminal([...script, quit]);
  const services = createFakeServices(settings, changes);
  const { signal } = new AbortController();
  await runPlainTextApp({ terminal, services, startAt: "files", signal });
  return { heard: terminal.heard(), services };
};

const dayMs = 24 * 60 * 60 * 1000;
const nowMs = Date.now();
const receipts = [
  someReceipt({
    id: "r1",
    transferId: "t1",
    key: "in/a.pdf",
    path: "/out/a.pdf",
    endedAtMs: nowMs,
  }),
  someReceipt({
    id: "r2",
    transferId: "t2",
    key: "in/b.pdf",
    path: "/out/b.pdf",
    endedAtMs: nowMs - dayMs,
  }),
];
const failed = {
  transferId: "t3",
  path: "/out/c.pdf",
  target: { connection: "acme", bucket: "inbox", key: "in/c.pdf" },
  sizeBytes: 1_024,
  state: "failed",
  endedAtMs: nowMs,
  error: { code: "FileVanished", path: "/out/c.pdf" },
  receiptId: null,
  verified: null,
} as const;

const sent = (): Partial<AppServices> => ({
  ...historyOf(receipts, [failed]),
  receipt: async (id) => ok(receipts.find((receipt) => receipt.id === id) ?? null),
});

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
    const { heard } = await run(["3", "f no-such", "x", "u", "<", "<"], { ...sent(), queue });
    expect(heard).toContain(words.nothingMatches("no-such"));
    expect(heard).toContain(historyWords.sentAgain(1));
    expect(asked).toContainEqual(["retry", ["t3"]]);
  });
});

describe("the queue in plain text mode", () => {
  it("sends first what is asked for", async () => {
    const rows = ["t1", "t2"].map((id) => someView({ id, state: "waiting" }));
    const { queue, asked } = createStillQueue(someSnapshot(rows));
    // 1 follow, 2 list, 3 pause, 4 cancel, 5 send first.
    const { heard } = await run(["2", "5", "2", "<"], { queue });
    expect(asked).toContainEqual(["sendFirst", ["t2"]]);
    expect(heard).toContain(words.queueDone.sendFirst(1));
  });

  it("leads failed files to another destination", async () => {
    const archive = { bucket: "archive", prefix: "" };
    const settings = {
      ...acmeSettings,
      connections: [{ ...acme, destinations: [...acme.destinations, archive] }],
    };
    const rows = [someView({ state: "failed", error: { code: "StoreFault" } })];
    const { queue } = createStillQueue(someSnapshot(rows));
    const fingerprint = { sizeBytes: 2_048, mtimeMs: 0, inode: 1, device: 1 };
    const planned: unknown[] = [];
    const planDelivery: AppServices["planDelivery"] = async (selected, target) => {
      planned.push(selected, target.destination);
      const files = [{ path: "/data/report.pdf", key: "report.pdf", fingerprint }];
      return ok({ files, skipped: [], totalBytes: 2_048 });
    };
    // 1 list, 2 retry, 3 cancel, 4 clear, 5 another destination.
    const script = ["2", "5", "1", "1", "3", "<"];
    const { heard } = await run(script, { queue, planDelivery }, settings);
    expect(heard).toContain(reviewWords.total(1, 2_048, null));
    expect(planned).toEqual([[{ path: "/data/report.pdf", baseFolder: "/data" }], archive]);
  });

  it("holds files while the storage service does not answer, says when it is tried next, and tries now", async () => {
    const trouble = { code: "EndpointUnreachable", host: "s3", reason: "timeout" } as const;
    const rows = [someView({ state: "waiting" })];
    const held = someSnapshot(rows, { trouble, nextTryInMs: 42_000 });
    const { queue, asked } = createStillQueue(held);
    // 1 try now, 2 follow, 3 list.
    const { heard } = await run(["2", "3", "1", "<"], { queue });
    expect(heard).toContain(
      words.queueRow("report.pdf", queueWords.stateOf("waiting", held), null),
    );
    expect(heard).toContain(queueWords.nextTry(42_000));
    expect(asked).toContainEqual(["resume", []]);
  });

  it("asks for the passphrase that it waits for", async () => {
    const trouble = { code: "SecretStoreUnavailable", why: "no passphrase" } as const;
    const { queue } = createStillQueue(someSnapshot([someView()], { trouble }));
    const { services } = await run(["2", "1", "right", "<"], { queue });
    expect(services.calls.map(({ name }) => name)).toEqual(["unlockSecrets"]);
  });
});

describe("a review in plain text mode", () => {
  it("compares by SHA-256 with what was delivered", async () => {
    const before = {
      path: "/out/a.pdf",
      sizeBytes: 1,
      mtimeMs: 0,
      connection: "acme",
      bucket: "acme-inbox",
      key: "november/a.pdf",
      askedKey: "november/a.pdf",
      receiptId: "r1",
      deliveredAtMs: 7,
    };
    const fingerprint = { sizeBytes: 2_048, mtimeMs: 0, inode: 1, device: 1 };
    const files = [{ path: "/out/a.pdf", key: "november/a.pdf", fingerprint }];
    const { heard } = await run(["3", "3", "u", "4", "3", "<", "<"], {
      ...sent(),
      planDelivery: async () => ok({ files, skipped: [], totalBytes: 2_048 }),
      pastDeliveries: async () => ok([before]),
      compareContent: async ([first], onFound) => onFound(first?.path ?? "", "same content"),
    });
    expect(heard).toContain(compareWords.ofFile("/out/a.pdf", "same content"));
  });
});
