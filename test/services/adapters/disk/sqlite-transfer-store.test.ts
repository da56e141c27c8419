import { unknownAbilities, type StoreAbilities } from "../../../../src/domain/store-abilities.ts";
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ProcessOwner } from "../../../../src/services/adapters/disk/process-owner.ts";
import { openTransferStore } from "../../../../src/services/adapters/disk/sqlite-transfer-store.ts";
import { someOutcome, someReceipt, someTransfer } from "../../../support/values/transfers.ts";
import { isFullRun } from "../../../support/values/run-size.ts";
import { valueOf } from "../../../support/values/value-of.ts";

let folder = "";
let file = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "state-"));
  file = path.join(folder, "deep", "state.db");
});
afterEach(() => rmSync(folder, { recursive: true }));

const owner = (token: string, living: readonly string[]): ProcessOwner => ({
  pid: token.length,
  token,
  isAlive: (other) => living.includes(other),
});

describe("the state database", () => {
  it("is private, as are the files beside it", () => {
    const store = valueOf(openTransferStore(file));
    valueOf(store.add([someTransfer()]));
    for (const name of [file, `${file}-wal`, `${file}-shm`])
      expect(statSync(name).mode & 0o777).toBe(0o600);
    expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
    store.close();
  });

  it("still knows everything after it was opened again", () => {
    const transfer = someTransfer();
    const receipt = someReceipt();
    const first = valueOf(openTransferStore(file));
    valueOf(first.add([transfer]));
    valueOf(first.end({ transfer, receipt, outcome: someOutcome() }));
    first.close();
    const second = valueOf(openTransferStore(file));
    expect(valueOf(second.find(transfer.id))).toEqual(transfer);
    expect(valueOf(second.receipts(1))).toEqual([receipt]);
    expect(valueOf(second.outboxSize())).toBe(1);
    second.close();
  });

  it("knows whose outcomes are that a release wrote which did not say", () => {
    const store = valueOf(openTransferStore(file));
    const receipt = someReceipt({ connection: "north" });
    const failed = someTransfer({ target: { connection: "south", bucket: "b", key: "k" } });
    const transfer = someTransfer();
    valueOf(store.add([transfer, failed]));
    valueOf(store.end({ transfer, receipt, outcome: someOutcome({ id: receipt.id }) }));
    valueOf(store.addOutcome(someOutcome({ action: "Fail", bucket: "b", key: "k" })));
    valueOf(store.addOutcome(someOutcome({ action: "Fail", bucket: "b", key: "other" })));
    const whose = valueOf(store.outbox(10)).map(({ connection }) => connection ?? null);
    expect(whose).toEqual(["north", "south", null]);
    const held = ["north", null].map((connection) => ({ connection, logUrl: null }));
    expect(valueOf(store.outbox(10, held))).toMatchObject([{ connection: "south" }]);
    store.close();
  });

  it("tells what was left behind from what a living process works on", () => {
    const living = ["worker", "app"];
    const daemon = valueOf(openTransferStore(file, { owner: owner("worker", living) }));
    const app = valueOf(openTransferStore(file, { owner: owner("app", living) }));
    const [running, own] = [someTransfer(), someTransfer()];
    valueOf(daemon.add([running]));
    valueOf(app.add([own]));
    expect(valueOf(app.list(["waiting"], "nobody alive"))).toEqual([]);
    living.shift();
    expect(valueOf(app.list(["waiting"], "nobody alive"))).toEqual([running]);
    expect(valueOf(app.list(["paused"], "nobody alive"))).toEqual([]);
    app.close();
    daemon.close();
  });

  it("shows a commit to other processes before the disk has it, and resolves when it has", async () => {
    const store = valueOf(openTransferStore(file));
    const transfer = someTransfer();
    valueOf(store.add([transfer]));
    const part = { partNumber: 1, sizeBytes: 9, etag: "e", crc32: 1, proof: "none" } as const;
    const committing = store.commit([{ type: "recordPart", transferId: transfer.id, part }]);
    const other = valueOf(openTransferStore(file));
    expect(valueOf(other.parts(transfer.id))).toEqual([part]);
    other.close();
    valueOf(await committing);
    store.close();
  });

  it("may be closed while a commit waits for the disk", async () => {
    const store = valueOf(openTransferStore(file));
    const transfer = someTransfer();
    valueOf(store.add([transfer]));
    const committing = store.commit([{ type: "save", transfer: { ...transfer, endedAtMs: 7 } }]);
    store.close();
    valueOf(await committing);
    const again = valueOf(openTransferStore(file));
    expect(valueOf(again.find(transfer.id))?.endedAtMs).toBe(7);
    again.close();
  });

  it("adds all or none", () => {
    const store = valueOf(openTransferStore(file));
    const transfer = someTransfer();
    expect(() => store.add([someTransfer(), transfer, transfer])).toThrow(/UNIQUE/);
    expect(valueOf(store.list(["waiting"]))).toEqual([]);
    store.close();
  });

  const count = isFullRun ? 100_000 : 10_000;

  it(`queues ${count} files in one transaction`, () => {
    const store = valueOf(openTransferStore(file));
    const many = Array.from({ length: count }, (_, n) => someTransfer({ path: `/data/file-${n}` }));
    valueOf(store.add(many));
    expect(valueOf(store.list(["waiting"]))).toHaveLength(count);
    store.close();
  }, 120_000);

  it.each([
    ["text", Buffer.from("connection = acme\n".repeat(50))],
    ["a torn header", Buffer.from("SQLite format 3\0 and then nothing of use")],
  ])("says that it cannot read %s, and leaves it as it is", (_name, bytes) => {
    mkdirSync(path.dirname(file));
    writeFileSync(file, bytes);
    expect(openTransferStore(file)).toEqual({
      ok: false,
      error: { code: "StateUnreadable", file, reason: "corrupt" },
    });
    expect(readFileSync(file)).toEqual(bytes);
  });

  it.each([
    ["a table is gone", "DROP TABLE receipts"],
    ["its version is none of any release", "PRAGMA user_version = -1912602618"],
    ["a column is gone", "ALTER TABLE transfers DROP COLUMN is_dismissed"],
    [
      "its schema is nonsense",
      "PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = 'nonsense' WHERE name = 'outbox'",
    ],
  ])("is damaged, and no fault of the program, when %s", (_, harm) => {
    valueOf(openTransferStore(file)).close();
    const database = new DatabaseSync(file);
    database.enableDefensive(false);
    database.exec(harm);
    database.close();
    expect(openTransferStore(file)).toMatchObject({
      error: { code: "StateUnreadable", reason: "corrupt" },
    });
  });

  it("says so when pages in the middle are damaged", () => {
    const store = valueOf(openTransferStore(file));
    valueOf(store.add(Array.from({ length: 500 }, (_, n) => someTransfer({ path: `/data/${n}` }))));
    store.close();
    const bytes = readFileSync(file);
    bytes.fill(0xa5, 4_096 * 3);
    writeFileSync(file, bytes);
    const damaged = openTransferStore(file);
    const answer = damaged.ok ? damaged.value.list(["waiting"]) : damaged;
    expect(answer).toMatchObject({
      ok: false,
      error: { code: "StateUnreadable", reason: "corrupt" },
    });
    if (damaged.ok) damaged.value.close();
  });

  it("refuses a file of a newer version without a change to it", () => {
    valueOf(openTransferStore(file)).close();
    const database = new DatabaseSync(file);
    database.exec("PRAGMA user_version = 99");
    database.close();
    const bytes = readFileSync(file);
    expect(openTransferStore(file)).toEqual({
      ok: false,
      error: { code: "StateUnreadable", file, reason: "newer" },
    });
    expect(readFileSync(file)).toEqual(bytes);
  });

  it.runIf(process.getuid?.() !== 0)("names the folder where it may not write", () => {
    mkdirSync(path.dirname(file), { mode: 0o500 });
    expect(openTransferStore(file)).toMatchObject({
      ok: false,
      error: { code: "StateUnreadable", reason: "permission" },
    });
    chmodSync(path.dirname(file), 0o700);
  });

  it("says DiskFull when no page is left, and keeps what was there", () => {
    const store = valueOf(openTransferStore(file, {}));
    const kept = someTransfer();
    valueOf(store.add([kept]));
    store.close();
    const small = valueOf(openTransferStore(file, { maxPages: 40 }));
    const many = Array.from({ length: 5_000 }, () => someTransfer());
    expect(small.add(many)).toEqual({
      ok: false,
      error: { code: "DiskFull", path: path.dirname(file) },
    });
    expect(valueOf(small.list(["waiting"]))).toEqual([kept]);
    small.close();
  });

  it("finds what version 2 has delivered, by an index and not by looking at every row", () => {
    mkdirSync(path.dirname(file));
    copyFileSync(path.join(import.meta.dirname, "../../../fixtures/state-v2.db"), file);
    const store = valueOf(openTransferStore(file));
    expect(valueOf(store.deliveriesOf(["/data/a.pdf", "/data/b.pdf"]))).toMatchObject([
      { path: "/data/a.pdf", sizeBytes: 1234, mtimeMs: 1760000000123.456 },
    ]);
    store.close();
    const raw = new DatabaseSync(file, { readOnly: true });
    const plan = raw
      .prepare(
        `EXPLAIN QUERY PLAN SELECT path FROM transfers WHERE state = 'delivered'
          AND path IN (SELECT value FROM json_each('[]'))`,
      )
      .all();
    raw.close();
    expect(JSON.stringify(plan)).toContain("transfers_delivered");
  });

  it("reads a file that version 1 wrote", () => {
    mkdirSync(path.dirname(file));
    copyFileSync(path.join(import.meta.dirname, "../../../fixtures/state-v1.db"), file);
    const store = valueOf(openTransferStore(file));
    const [transfer] = valueOf(store.list(["paused"]));
    expect(transfer).toMatchObject({
      path: "/data/scans/p-017.tif",
      multipart: { uploadId: "kept-upload", partBytes: 5_242_880 },
    });
    expect(valueOf(store.parts(transfer?.id ?? "")).map((part) => part.partNumber)).toEqual([1, 2]);
    expect(valueOf(store.receipts(5))).toHaveLength(1);
    expect(valueOf(store.outbox(5))).toHaveLength(1);
    store.close();
  });
});

describe("what storage services can do", () => {
  const place = { endpoint: "https://s3.example.com", bucket: "inbox" };
  const pace = { connections: 24, bytesPerSecond: 6_250_000 };
  const seen: StoreAbilities = { ...unknownAbilities, condition: "honoured", maxParts: 1000, pace };

  it("is there after the next start, by endpoint and bucket", () => {
    const store = valueOf(openTransferStore(file));
    expect(store.stores.recall(place)).toBeNull();
    store.stores.remember(place, seen);
    store.close();
    const again = valueOf(openTransferStore(file));
    expect(again.stores.recall(place)).toEqual(seen);
    expect(again.stores.recall({ ...place, bucket: "other" })).toBeNull();
    again.close();
  });

  it("counts as unknown where a newer release wrote what this one does not know", () => {
    const store = valueOf(openTransferStore(file));
    // @ts-expect-error -- as a newer release might
    store.stores.remember(place, { ...seen, condition: "sometimes", maxParts: -1, pace: null });
    expect(store.stores.recall(place)).toEqual(unknownAbilities);
    store.close();
  });
});

describe("what is null in the program", () => {
  it('is "" on disk, as release 0.1.0 wrote and reads it', () => {
    const receipt = someReceipt({ etag: null });
    const error = { code: "ChecksumMismatch", path: "/f", ours: "AAAAAA==", theirs: null } as const;
    const failed = someTransfer({ state: { name: "failed", error } });
    const store = valueOf(openTransferStore(file));
    valueOf(store.add([failed]));
    valueOf(store.end({ transfer: failed, receipt, outcome: null }));
    const raw = new DatabaseSync(file);
    const stored = raw.prepare("SELECT error FROM transfers").get();
    expect(stored?.["error"]).toBe(JSON.stringify({ ...error, theirs: "" }));
    const body = raw.prepare("SELECT body FROM receipts").get()?.["body"];
    expect(JSON.parse(String(body))).toEqual({ ...receipt, etag: "" });
    raw.close();
    expect(valueOf(store.find(failed.id))).toEqual(failed);
    expect(valueOf(store.receipt(receipt.id))).toEqual(receipt);
    store.close();
  });
});
