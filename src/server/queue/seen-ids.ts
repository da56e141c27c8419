import type { DatabaseSync } from "node:sqlite";

/** So many Ids are gathered before they go into the tree. About 3 MiB of memory. */
const gatheredIds = 32_768;
/** Ids that move into the tree with one commit: no post waits long behind them. */
const movedAtOnce = 512;

/** A move of gathered Ids into the tree, under way. */
interface Move {
  /** In the tree's order, so that neighbours share a page. */
  readonly ids: readonly string[];
  /** Rows of `fresh` up to here are in it. */
  readonly upTo: number;
  readonly next: number;
}

const prepareAll = (database: DatabaseSync) => ({
  all: database.prepare("SELECT id, at_ms FROM fresh"),
  find: database.prepare("SELECT 1 FROM seen WHERE id = ?"),
  add: database.prepare("INSERT INTO fresh (id, at_ms) VALUES (?, ?)"),
  last: database.prepare("SELECT max(position) AS position FROM fresh"),
  move: database.prepare("INSERT INTO seen (id, at_ms) VALUES (?, ?) ON CONFLICT DO NOTHING"),
  moved: database.prepare("DELETE FROM fresh WHERE position <= ?"),
  forgetFresh: database.prepare("DELETE FROM fresh WHERE at_ms < ?"),
  forget: database.prepare("DELETE FROM seen WHERE id >= ? AND id < ? AND at_ms < ?"),
});

/**
 * The Ids that were seen, for good on disk. An Id is random: written at once to where it belongs in a tree of all Ids,
 * each would rewrite a page of its own, which costs more than the whole rest of a post. So a new one is appended to
 * the table `fresh`, known from memory, and moved in order with many others: a page then takes several.
 *
 * `see` and `moveSome` belong inside a transaction; after it comes `committed` or `rolledBack`.
 */
export class SeenIds {
  readonly #sql: ReturnType<typeof prepareAll>;
  /** What is in `fresh`: Id as Latin-1 → when it was seen. */
  readonly #fresh = new Map<string, number>();
  #added: string[] = [];
  #move: Move | null = null;
  #moveAfterCommit: Move | null = null;

  constructor(database: DatabaseSync) {
    this.#sql = prepareAll(database);
    for (const { id, at_ms: atMs } of this.#sql.all.iterate()) {
      if (id instanceof Uint8Array)
        this.#fresh.set(Buffer.from(id).toString("latin1"), Number(atMs));
    }
  }

  /** True when the Id is new; then it is remembered. */
  see(id: Buffer, atMs: number): boolean {
    const key = id.toString("latin1");
    if (this.#fresh.has(key) || this.#sql.find.get(id) !== undefined) return false;
    this.#sql.add.run(id, atMs);
    this.#fresh.set(key, atMs);
    this.#added.push(key);
    return true;
  }

  /** Carries on moving gathered Ids into the tree, when there are enough of them. */
  moveSome(): void {
    const move = this.#move ?? this.#beginMove();
    if (move === null) return;
    const next = move.next + movedAtOnce;
    for (const key of move.ids.slice(move.next, next)) {
      const atMs = this.#fresh.get(key);
      if (atMs !== undefined) this.#sql.move.run(Buffer.from(key, "latin1"), atMs);
    }
    if (next >= move.ids.length) this.#sql.moved.run(move.upTo);
    this.#moveAfterCommit = { ...move, next };
  }

  #beginMove(): Move | null {
    if (this.#fresh.size < gatheredIds) return null;
    const upTo = Number(this.#sql.last.get()?.["position"]);
    return { ids: [...this.#fresh.keys()].toSorted(), upTo, next: 0 };
  }

  committed(): void {
    this.#added = [];
    if (this.#moveAfterCommit === null) return;
    this.#move = this.#moveAfterCommit;
    this.#moveAfterCommit = null;
    if (this.#move.next < this.#move.ids.length) return;
    for (const key of this.#move.ids) this.#fresh.delete(key);
    this.#move = null;
  }

  rolledBack(): void {
    for (const key of this.#added) this.#fresh.delete(key);
    this.#added = [];
    this.#moveAfterCommit = null;
  }

  /** Forgets Ids that were seen before `beforeMs`; gives how many. */
  async forget(beforeMs: number): Promise<number> {
    // A move under way begins anew: the numbers of rows that it goes by may be given again.
    this.#move = null;
    let forgotten = Number(this.#sql.forgetFresh.run(beforeMs).changes);
    for (const [key, atMs] of this.#fresh) if (atMs < beforeMs) this.#fresh.delete(key);
    // One 256th at a time: no post waits long behind it.
    for (let first = 0; first < 256; first += 1) {
      const from = Buffer.from([first]);
      const to = first === 255 ? Buffer.alloc(17, 255) : Buffer.from([first + 1]);
      forgotten += Number(this.#sql.forget.run(from, to, beforeMs).changes);
      await new Promise(setImmediate);
    }
    return forgotten;
  }
}
