import { expect, it } from "vitest";
import { onTransferEnd } from "../../../src/cli/upload/on-transfer-end.ts";
import type { TransferResult } from "../../../src/services/ports/transfer-store.ts";
import { createMemoryTransferStore } from "../../support/fakes/memory-transfer-store.ts";
import { someTransfer } from "../../support/values/transfers.ts";
import { valueOf } from "../../support/values/value-of.ts";

const error = { code: "ObjectExists", bucket: "inbox", key: "a" } as const;
const skipped = () => someTransfer({ state: { name: "skipped", error }, endedAtMs: 1 });

const watch = () => {
  const told: (readonly TransferResult[])[] = [];
  return { told, store: onTransferEnd(createMemoryTransferStore(), (some) => told.push(some)) };
};

it("tells once of what has ended together", async () => {
  const { told, store } = watch();
  const results = [skipped(), skipped()].map((transfer) => ({
    transfer,
    receipt: null,
    outcome: null,
  }));
  valueOf(await store.commit(results.map((result) => ({ type: "end", result }))));
  expect(told).toEqual([results]);
});

it("tells of what had ended when it was added, and of nothing that waits", () => {
  const { told, store } = watch();
  const transfer = skipped();
  valueOf(store.add([someTransfer(), transfer]));
  expect(told).toEqual([[{ transfer, receipt: null, outcome: null }]]);
});

it("says nothing where nothing has ended: the progress on the screen stays", async () => {
  const { told, store } = watch();
  const transfer = someTransfer();
  valueOf(store.add([transfer]));
  valueOf(await store.commit([{ type: "save", transfer }]));
  expect(told).toEqual([]);
});
