import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  chooseJournal,
  type JournalMode,
} from "../../../../src/services/adapters/disk/journal-mode.ts";
import { openDatabase } from "../../../../src/services/adapters/disk/sqlite-schema.ts";
import { openTransferStore } from "../../../../src/services/adapters/disk/sqlite-transfer-store.ts";
import { someTransfer } from "../../../support/values/transfers.ts";
import { valueOf } from "../../../support/values/value-of.ts";

describe("the journal of the state database", () => {
  it.each([
    ["ext4", 0xef53, "WAL"],
    ["tmpfs", 0x01021994, "WAL"],
    ["one that nobody knows", 0x12345678, "WAL"],
    ["NFS", 0x6969, "DELETE"],
    ["CIFS", 0xff534d42, "DELETE"],
    // As a program of 32 bits is told it.
    ["CIFS, below zero", 0xff534d42 | 0, "DELETE"],
    ["SMB 3", 0xfe534d42, "DELETE"],
    ["sshfs", 0x65735546, "DELETE"],
    ["9P", 0x01021997, "DELETE"],
  ])("on %s (%i) is %s", (_, type, mode) => {
    expect(chooseJournal("/", () => type)).toBe(mode);
  });

  it("is the quicker one where the system does not say", () => {
    expect(chooseJournal("/no/such/folder")).toBe("WAL");
  });
});

describe("the state database on a network file system", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "s3-sftp-journal-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const file = () => path.join(folder, "state.db");
  const open = (mode: JournalMode) =>
    valueOf(openTransferStore(file(), { journalFor: () => mode }));
  const modeOnDisk = () => {
    const database = new DatabaseSync(file(), { readOnly: true });
    const mode = database.prepare("PRAGMA journal_mode").get()?.["journal_mode"];
    database.close();
    return mode;
  };

  it("has no shared memory, and keeps what it is told", async () => {
    const store = open("DELETE");
    const transfer = someTransfer();
    valueOf(store.add([transfer]));
    valueOf(await store.commit([{ type: "save", transfer: { ...transfer, endedAtMs: 7 } }]));
    expect(readdirSync(folder)).toEqual(["state.db"]);
    store.close();
    expect(modeOnDisk()).toBe("delete");
    const again = open("DELETE");
    expect(valueOf(again.list(["waiting"]))).toMatchObject([{ endedAtMs: 7 }]);
    again.close();
  });

  it.each([
    ["WAL", 2],
    ["DELETE", 3],
  ] as const)(
    "leaves the end of a commit to no disk's cache: %s is synced at level %i",
    (mode, level) => {
      // sqlite.org/pragma.html#pragma_synchronous: only EXTRA syncs the folder that the journal goes from.
      const database = valueOf(openDatabase(file(), () => mode));
      expect(database.prepare("PRAGMA synchronous").get()).toEqual({ synchronous: level });
      database.close();
    },
  );

  it("goes over from the write-ahead log of an older version, and back, with all that was there", () => {
    for (const [at, mode] of (["WAL", "DELETE", "WAL"] as const).entries()) {
      const store = open(mode);
      valueOf(store.add([someTransfer({ id: `t${at}`, path: `/data/${at}` })]));
      expect(valueOf(store.list(["waiting"]))).toHaveLength(at + 1);
      store.close();
      expect(modeOnDisk()).toBe(mode.toLowerCase());
    }
  });

  it("stays with the log while another process has it open so", () => {
    const first = open("WAL");
    valueOf(first.add([someTransfer()]));
    const second = open("DELETE");
    expect(valueOf(second.list(["waiting"]))).toHaveLength(1);
    valueOf(second.add([someTransfer({ id: "another", path: "/data/another" })]));
    expect(valueOf(first.list(["waiting"]))).toHaveLength(2);
    second.close();
    first.close();
  });

  it("has all that was committed after a program was killed in mid-commit", () => {
    const store = open("DELETE");
    const transfer = someTransfer();
    valueOf(store.add([transfer]));
    store.close();
    // More than the cache holds is written into the file before the commit.
    const script = `
      const { DatabaseSync } = await import("node:sqlite");
      const database = new DatabaseSync(${JSON.stringify(file())});
      database.exec("PRAGMA cache_size = 2; BEGIN IMMEDIATE; UPDATE transfers SET path = '/torn'");
      const add = database.prepare("INSERT INTO receipts (id, body) VALUES (?, ?)");
      for (let n = 0; n < 200; n += 1) add.run(String(n), "x".repeat(4_000));
      process.kill(process.pid, "SIGKILL");`;
    const ended = spawnSync(process.execPath, ["--input-type=module", "-e", script]);
    expect(ended.signal).toBe("SIGKILL");
    expect(readdirSync(folder)).toContain("state.db-journal");
    const again = open("DELETE");
    expect(valueOf(again.list(["waiting"]))).toEqual([transfer]);
    expect(valueOf(again.receipts(10))).toEqual([]);
    again.close();
  });

  it("may be written by two processes at once", () => {
    const store = open("DELETE");
    const writer = path.resolve("src/services/adapters/disk/sqlite-transfer-store.ts");
    const script = `
      const { openTransferStore } = await import(${JSON.stringify(writer)});
      const store = openTransferStore(${JSON.stringify(file())}, { journalFor: () => "DELETE" }).value;
      const transfer = ${JSON.stringify(someTransfer())};
      for (let n = 0; n < 20; n += 1) {
        const added = store.add([{ ...transfer, id: \`\${process.pid}-\${n}\`, path: \`/\${process.pid}/\${n}\` }]);
        if (!added.ok) throw new Error(added.error.code);
      }
      store.close();`;
    execFileSync(
      "sh",
      [
        "-c",
        '"$0" --input-type=module -e "$1" & "$0" --input-type=module -e "$1"; wait $!',
        process.execPath,
        script,
      ],
      { timeout: 60_000 },
    );
    expect(valueOf(store.list(["waiting"]))).toHaveLength(40);
    store.close();
  });
});
