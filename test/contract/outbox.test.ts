import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { outcomeAddress } from "../../src/domain/outcome.ts";
import { openTransferStore } from "../../src/services/adapters/disk/sqlite-transfer-store.ts";
import type { TransferStore } from "../../src/services/ports/transfer-store.ts";
import { createMemoryTransferStore } from "../support/fakes/memory-transfer-store.ts";
import { someOutcome } from "../support/values/transfers.ts";
import { valueOf } from "../support/values/value-of.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "outbox-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const adapters: readonly (readonly [string, () => TransferStore])[] = [
  ["memory", createMemoryTransferStore],
  ["sqlite", () => valueOf(openTransferStore(path.join(folder, "state.db")))],
];

describe.each(adapters)("the outbox of a transfer store: %s", (_name, open) => {
  let store: TransferStore;
  beforeEach(() => {
    store = open();
  });
  afterEach(() => store.close());

  it("gives outcomes oldest first, each once, until they are forgotten", () => {
    const outcomes = [someOutcome(), someOutcome(), someOutcome()];
    outcomes.forEach((outcome) => valueOf(store.addOutcome(outcome)));
    valueOf(store.addOutcome({ ...someOutcome(), id: outcomes[0]?.id ?? "" }));
    expect(valueOf(store.outboxSize())).toBe(3);
    expect(valueOf(store.outbox(2))).toEqual(outcomes.slice(0, 2));
    valueOf(store.deleteOutcomes([outcomes[0]?.id ?? ""]));
    expect(valueOf(store.outbox(9))).toEqual(outcomes.slice(1));
    expect(valueOf(store.outboxSize())).toBe(2);
  });

  it("forgets outcomes together with other changes", async () => {
    const outcomes = [someOutcome(), someOutcome(), someOutcome()];
    outcomes.forEach((outcome) => valueOf(store.addOutcome(outcome)));
    const ids = outcomes.slice(0, 2).map(({ id }) => id);
    valueOf(await store.commit([{ type: "deleteOutcomes", ids }]));
    expect(valueOf(store.outbox(9))).toEqual(outcomes.slice(2));
  });

  it("leaves out outcomes of connections that are not asked for", () => {
    const outcomes = [
      someOutcome({ connection: "north" }),
      someOutcome({ connection: "south" }),
      someOutcome(),
    ];
    for (const outcome of outcomes) valueOf(store.addOutcome(outcome));
    const [north, south, nobody] = outcomes.map(outcomeAddress);
    if (!north || !south || !nobody) throw new Error("there are three");
    expect(valueOf(store.outbox(10, [north]))).toEqual(outcomes.slice(1));
    expect(valueOf(store.outbox(10, [nobody, south]))).toEqual(outcomes.slice(0, 1));
    expect(valueOf(store.outbox(1, [north]))).toEqual(outcomes.slice(1, 2));
  });

  it("tells those for a named log server from those for the connection's own", () => {
    const own = someOutcome({ connection: "north" });
    const named = someOutcome({ connection: "north", logUrl: "https://log.example/" });
    for (const outcome of [own, named]) valueOf(store.addOutcome(outcome));
    expect(valueOf(store.outbox(10, [outcomeAddress(own)]))).toEqual([named]);
    expect(valueOf(store.outbox(10, [outcomeAddress(named)]))).toEqual([own]);
  });
});
