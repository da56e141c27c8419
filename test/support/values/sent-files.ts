import { ok } from "../../../src/domain/result.ts";
import type { AppServices } from "../../../src/tui/services.ts";
import { historyOf } from "./history-of.ts";
import { someReceipt } from "./transfers.ts";

export const dayMs = 24 * 60 * 60 * 1000;
export const nowMs = Date.now();
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

/** A history of two days: one failed, two delivered. */
export const sent = (): Partial<AppServices> => ({
  ...historyOf(receipts, [failed]),
  receipt: async (id) => ok(receipts.find((receipt) => receipt.id === id) ?? null),
});
