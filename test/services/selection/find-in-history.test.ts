import { describe, expect, it } from "vitest";
import { fail } from "../../../src/domain/result.ts";
import { findInHistory } from "../../../src/services/selection/find-in-history.ts";
import type { HistoryQuery } from "../../../src/services/ports/history-store.ts";
import { createMemoryHistoryStore } from "../../support/fakes/memory-history-store.ts";
import { someTransfer } from "../../support/values/transfers.ts";
import { valueOf } from "../../support/values/value-of.ts";

const query = (text: string): HistoryQuery => ({
  text,
  states: ["delivered", "failed", "skipped", "cancelled"],
  sinceMs: null,
  batchId: null,
});

const files = Array.from({ length: 10_000 }, (_, n) =>
  someTransfer({
    id: `t${n}`,
    path: `/data/${n}.tif`,
    state: { name: "cancelled" },
    endedAtMs: 20_000 - n,
    target: { connection: "acme", bucket: "inbox", key: `in/${n}.tif` },
  }),
);
const history = createMemoryHistoryStore(
  () => files,
  () => [],
);

const find = async (text: string, maxFound: number, signal = new AbortController().signal) => {
  const pages: (readonly [string, number])[] = [];
  for await (const page of findInHistory({ history, query: query(text), maxFound, signal })) {
    const { rows, total } = valueOf(page);
    pages.push([rows.map(({ transferId }) => transferId).join(" "), total]);
  }
  return pages;
};

describe("a name in a long history", () => {
  it("is shown when it is found, before the rest was looked at", async () => {
    // The newest of these is among the first names, the others come with the last ones.
    expect(await find("999.tif", 100)).toEqual([
      ["t999 t1999 t2999 t3999", 4],
      ["t999 t1999 t2999 t3999 t4999 t5999 t6999 t7999", 8],
      ["t999 t1999 t2999 t3999 t4999 t5999 t6999 t7999 t8999 t9999", 10],
    ]);
  });

  it("that is nowhere is said once, at the end", async () => {
    expect(await find("no-such", 100)).toEqual([["", 0]]);
  });

  it("is looked for no further once enough were found, or nobody waits", async () => {
    expect(await find("9.tif", 3)).toEqual([["t9 t19 t29", 400]]);
    const stop = new AbortController();
    stop.abort();
    await expect(find("9.tif", 3, stop.signal)).rejects.toThrow();
  });

  it("leads to the failure of the state database", async () => {
    const error = { code: "StateUnreadable", file: "state.db", reason: "corrupt" } as const;
    const broken = { search: () => fail(error) };
    const { signal } = new AbortController();
    const pages = [];
    for await (const page of findInHistory({
      history: broken,
      query: query("a"),
      maxFound: 1,
      signal,
    }))
      pages.push(page);
    expect(pages).toEqual([fail(error)]);
  });
});
