import type { DatabaseSync, StatementSync } from "node:sqlite";
import type {
  BegunMemory,
  KnownToken,
  LogEntry,
  MessageQueue,
  ParkedEntry,
  PutAnswer,
  QueuedEntry,
  QueueFault,
  QueueStats,
} from "../ports.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import { createSqliteBegun } from "./sqlite-begun.ts";
import { createWakeSignal } from "./wake-signal.ts";
import type { DatabaseFiles } from "./database-files.ts";
import type { JournalMode } from "./journal-mode.ts";
import { openDatabase } from "./open-database.ts";
import { formerRepeatId, repeatId } from "./repeat-ids.ts";
import { QueueFilesGone, toQueueFault } from "./sqlite-fault.ts";
import { mayHaveFormerIds } from "./schema.ts";
import { inTransaction } from "./transaction.ts";

export interface SqliteQueueOptions {
  readonly folder: string;
  /** Limit of the database file; beyond it the queue is full. */
  readonly maxBytes: number;
  /** How long the Ids of entries are remembered. */
  readonly rememberMs: number;
  /** Called after the database is closed. */
  readonly onClose?: () => void;
  /** Default: what the file system of the folder can bear. */
  readonly journalFor?: (folder: string) => JournalMode;
}

/** A look at the queue takes no more text than this into memory, whatever the senders wrote. */
const windowChars = 4 * 1024 * 1024;

/** How long the outcome of a write tells whether the next one would succeed. */
const probeMs = 5000;

/** A post waits no longer than this for others to share its fsync. */
const maxGatherMs = 5;

interface PendingPut {
  readonly entry: LogEntry;
  readonly token: KnownToken;
  readonly answer: (result: Result<PutAnswer, QueueFault>) => void;
}

const prepareAll = (database: DatabaseSync) => ({
  isSeen: database.prepare("SELECT 1 FROM seen WHERE id = ?"),
  see: database.prepare("INSERT INTO seen (id, at_ms) VALUES (?, ?) ON CONFLICT DO NOTHING"),
  add: database.prepare("INSERT INTO waiting (entry) VALUES (?)"),
  oldest: database.prepare("SELECT position, entry FROM waiting ORDER BY position LIMIT ?"),
  prune: database.prepare("DELETE FROM waiting WHERE position = ?"),
  park: database.prepare(
    `INSERT INTO parked (position, entry, reason, parked_at_ms)
     SELECT position, entry, ?, ? FROM waiting WHERE position = ?`,
  ),
  unpark: database.prepare(
    "INSERT INTO waiting (entry) SELECT entry FROM parked ORDER BY position",
  ),
  parked: database.prepare("SELECT * FROM parked ORDER BY parked_at_ms, position LIMIT ?"),
  emptyParked: database.prepare("DELETE FROM parked"),
  countWaiting: database.prepare("SELECT count(*) AS count FROM waiting"),
  countParked: database.prepare("SELECT count(*) AS count FROM parked"),
  pruneIdsStatement: database.prepare("DELETE FROM seen WHERE id >= ? AND id < ? AND at_ms < ?"),
  dataVersion: database.prepare("PRAGMA data_version"),
  probe: database.prepare("INSERT OR REPLACE INTO probe (only, at_ms) VALUES (1, ?)"),
});

const countOf = (statement: StatementSync) => Number(statement.get()?.["count"]);

const toQueuedEntry = (row: Record<string, unknown>): QueuedEntry => {
  const entry: LogEntry = JSON.parse(String(row["entry"])); // written by #addOne
  return { position: String(row["position"]), entry };
};

/** The queue on this machine's disk: node:sqlite, WAL but on network file systems; what is answered is synced. */
export class SqliteQueue implements MessageQueue {
  readonly begun: BegunMemory;
  readonly #database: DatabaseSync;
  readonly #files: DatabaseFiles;
  readonly #sql: ReturnType<typeof prepareAll>;
  readonly #rememberMs: number;
  readonly #onClose: () => void;
  readonly #more = createWakeSignal();
  /** A look-up for each post costs a tenth of it: only who has an old database pays. */
  readonly #mayHaveFormerIds: boolean;
  #pending: PendingPut[] = [];
  #lastWrite: { readonly atMs: number; readonly error: unknown } = {
    atMs: -Infinity,
    error: null,
  };
  #waiting = 0;
  #parked = 0;
  #dataVersion: unknown = null;

  /** Opens or makes the queue in the folder. Throws what openDatabase throws. */
  constructor(options: SqliteQueueOptions) {
    const { folder, maxBytes, rememberMs, onClose = () => {}, journalFor } = options;
    const { database, files } = openDatabase(folder, maxBytes, journalFor);
    this.#database = database;
    this.#files = files;
    this.#mayHaveFormerIds = mayHaveFormerIds(this.#database);
    this.#sql = prepareAll(this.#database);
    this.begun = createSqliteBegun(this.#database);
    this.#rememberMs = rememberMs;
    this.#onClose = onClose;
    this.#recountIfChanged();
  }

  /** The counts are kept in memory; only another process (the `parked` command) changes the database behind them. */
  #recountIfChanged(): void {
    const version = this.#sql.dataVersion.get()?.["data_version"];
    if (version === this.#dataVersion) return;
    this.#dataVersion = version;
    this.#waiting = countOf(this.#sql.countWaiting);
    this.#parked = countOf(this.#sql.countParked);
  }

  async put(entry: LogEntry, token: KnownToken): Promise<Result<PutAnswer, QueueFault>> {
    return new Promise((answer) => {
      if (this.#pending.length === 0) this.#commitSoon(performance.now() + maxGatherMs);
      this.#pending.push({ entry, token, answer });
    });
  }

  /** Group commit: what arrives while each turn of the event loop brings more shares one transaction and one fsync. */
  #commitSoon(latestAtMs: number): void {
    const known = this.#pending.length;
    setImmediate(() => {
      const isMoreComing = this.#pending.length > known + 1 && performance.now() < latestAtMs;
      if (isMoreComing) this.#commitSoon(latestAtMs);
      else this.#commit();
    });
  }

  #write<T>(work: () => T): T {
    try {
      const value = inTransaction(this.#database, work);
      this.#lastWrite = { atMs: performance.now(), error: null };
      return value;
    } catch (error) {
      this.#lastWrite = { atMs: performance.now(), error };
      throw error;
    }
  }

  /** Writes what is not lost when it is not kept. Looks at the files first: a write hides that one was cut. */
  #change<T>(work: () => T): T {
    this.#files.fault();
    return this.#write(work);
  }

  /** SQLite writes on into a file that was deleted: a 202 for it would be a promise that the next start breaks. */
  #checkFiles(): void {
    const fault = this.#files.fault();
    if (fault !== null) throw new QueueFilesGone(fault);
  }

  #commit(): void {
    const group = this.#pending;
    this.#pending = [];
    try {
      this.#checkFiles();
      const answers = this.#write(() => group.map((put) => this.#addOne(put)));
      this.#waiting += answers.filter((answer) => answer === "accepted").length;
      // They may have gone meanwhile; whoever hears of it comes again, and the Id tells that it is the same.
      this.#checkFiles();
      for (const [index, { answer }] of group.entries()) answer(ok(answers[index] ?? "seen"));
      this.#more.notify();
    } catch (error) {
      const fault = toQueueFault(error);
      for (const { answer } of group) answer(fail(fault));
    }
  }

  #addOne({ entry, token }: PendingPut): PutAnswer {
    if (entry.isRepeatable) {
      if (this.#mayHaveFormerIds) {
        const isSeen = this.#sql.isSeen.get(formerRepeatId(entry, token)) !== undefined;
        if (isSeen) return "seen";
      }
      const { changes } = this.#sql.see.run(repeatId(entry, token), entry.receivedAtMs);
      if (changes === 0) return "seen";
    }
    this.#sql.add.run(JSON.stringify(entry));
    return "accepted";
  }

  async oldest(limit: number): Promise<readonly QueuedEntry[]> {
    const found: QueuedEntry[] = [];
    let chars = 0;
    for (const row of this.#sql.oldest.iterate(limit)) {
      found.push(toQueuedEntry(row));
      chars += String(row["entry"]).length;
      if (chars > windowChars) break;
    }
    return found;
  }

  async ack(positions: readonly string[]): Promise<void> {
    this.#change(() => {
      for (const position of positions) this.#sql.prune.run(Number(position));
    });
    this.#waiting -= positions.length;
  }

  async park(positions: readonly string[], reason: string): Promise<void> {
    const nowMs = Date.now();
    this.#change(() => {
      for (const position of positions) {
        this.#sql.park.run(reason, nowMs, Number(position));
        this.#sql.prune.run(Number(position));
      }
    });
    this.#waiting -= positions.length;
    this.#parked += positions.length;
  }

  async parked(limit: number): Promise<readonly ParkedEntry[]> {
    return this.#sql.parked.all(limit).map((row) => ({
      entry: toQueuedEntry(row).entry,
      reason: String(row["reason"]),
      parkedAtMs: Number(row["parked_at_ms"]),
    }));
  }

  async unpark(): Promise<number> {
    const count = this.#change(() => {
      const { changes } = this.#sql.unpark.run();
      this.#sql.emptyParked.run();
      return Number(changes);
    });
    this.#waiting += count;
    this.#parked -= count;
    this.#more.notify();
    return count;
  }

  async stats(): Promise<QueueStats> {
    this.#recountIfChanged();
    const [first] = await this.oldest(1);
    return {
      waiting: this.#waiting,
      parked: this.#parked,
      oldestWaitingAtMs: first?.entry.receivedAtMs ?? null,
      oldestPosition: first?.position ?? null,
      lost: 0,
    };
  }

  async whenMore(timeoutMs: number, signal: AbortSignal): Promise<void> {
    await this.#more.wait(timeoutMs, signal);
  }

  async pruneIds(nowMs: number): Promise<number> {
    let pruned = 0;
    // One 256th at a time: no post waits long behind it.
    for (let first = 0; first < 256; first += 1) {
      const from = Buffer.from([first]);
      const to = first === 255 ? Buffer.alloc(17, 255) : Buffer.from([first + 1]);
      const { changes } = this.#sql.pruneIdsStatement.run(from, to, nowMs - this.#rememberMs);
      pruned += Number(changes);
      await new Promise(setImmediate);
    }
    return pruned;
  }

  async probe(): Promise<void> {
    this.#checkFiles();
    // Anybody may ask for /ready: it must not cost a sync of the disk each time.
    if (performance.now() - this.#lastWrite.atMs > probeMs)
      this.#write(() => this.#sql.probe.run(Date.now()));
    if (this.#lastWrite.error !== null) throw this.#lastWrite.error;
  }

  async close(): Promise<void> {
    if (this.#pending.length > 0) this.#commit();
    this.#database.close();
    this.#files.close();
    this.#onClose();
  }
}
