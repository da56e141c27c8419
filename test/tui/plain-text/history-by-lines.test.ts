import { describe, expect, it } from "vitest";
import { ok } from "../../../src/domain/result.ts";
import type { Settings } from "../../../src/domain/settings.ts";
import { stateFilters } from "../../../src/tui/screens/history/history-reducer.ts";
import { runPlainTextApp } from "../../../src/tui/plain-text/plain-text-app.ts";
import type { AppServices } from "../../../src/tui/services.ts";
import { compareWords } from "../../../src/words/compare.ts";
import { connectionsWords } from "../../../src/words/connections.ts";
import { redirectWords } from "../../../src/words/redirect.ts";
import { historyWords } from "../../../src/words/history.ts";
import { accessibleWords as words } from "../../../src/words/plain-text.ts";
import { noticeFacts } from "../../../src/words/owner-notice.ts";
import { ownerNoticeWords } from "../../../src/words/owner-notice-screen.ts";
import { setupWords } from "../../../src/words/setup.ts";
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

  it("leads failed files to a destination that is added for them", async () => {
    const rows = [someView({ state: "failed", error: { code: "StoreFault" } })];
    const { queue } = createStillQueue(someSnapshot(rows));
    const targets: unknown[] = [];
    const planDelivery: AppServices["planDelivery"] = async (_, target) => {
      targets.push(target);
      return ok({ files: [], skipped: [], totalBytes: 0 });
    };
    // 5 another destination, 1 the file, 1 add one to acme: its bucket, and save.
    const script = ["2", "5", "1", "1", "archive/2026", "1", "<", "4", "<"];
    const { heard, services } = await run(script, { queue, planDelivery });
    const destination = { bucket: "archive", prefix: "2026/" };
    expect(heard).toContain(redirectWords.addConnection);
    expect(targets).toMatchObject([{ connection: "acme", destination }]);
    expect(services.settings().connections[0]?.destinations).toContainEqual(
      expect.objectContaining(destination),
    );
    // It is there afterwards, and the one in use is the same.
    const [own = destination] = acme.destinations;
    expect(heard).toContain(connectionsWords.destination(acme, own, true));
  });

  it("has a text for the bucket owner about the destination that failed, to save and to send", async () => {
    const south = {
      ...acme,
      name: "south",
      accessKeyId: "AKIA7EXAMPLE00009999",
      log: { url: "https://log.south.example/" },
      destinations: [{ bucket: "south-inbox", prefix: "in/" }],
    };
    const settings = { ...acmeSettings, connections: [acme, south] };
    const target = { connection: "south", bucket: "south-inbox", key: "in/report.pdf" };
    const error = { code: "AccessDenied", right: "write", bucket: "south-inbox" } as const;
    const { queue } = createStillQueue(
      someSnapshot([someView({ state: "failed", error, target })]),
    );
    // 1 list, 2 retry, 3 cancel, 4 clear, 5 another destination, 6 the text: 2 save, 3 send.
    const script = ["2", "6", "2", "6", "3", "<"];
    const { heard, services } = await run(script, { queue }, settings);
    expect(heard).toContain(noticeFacts.accessKey(south.accessKeyId));
    expect(services.calls.map(({ name }) => name)).toEqual(["saveText", "notifyRecipient"]);
    expect(services.calls[1]?.given[1]).toBe("south");
    expect(heard).toContain(ownerNoticeWords.sent);
  });

  it("asks for the new secret of the connection that was refused", async () => {
    const rows = [someView({ state: "waiting" })];
    const trouble = { code: "WrongSecret" } as const;
    const refused = someSnapshot(rows, { trouble, troubleConnection: "acme" });
    const { queue } = createStillQueue(refused);
    const { heard, services } = await run(["2", "1", "a-new-secret", "1", "<"], { queue });
    expect(heard).toContain(setupWords.title("secret"));
    expect(services.calls.map(({ name }) => name)).toContain("saveConnection");
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
