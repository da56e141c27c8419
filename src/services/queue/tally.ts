import { emptyRateWindow, withDelivery, type RateWindow } from "../../domain/progress.ts";
import type { TransferStateName } from "../../domain/transfer.ts";
import { noFiles } from "../ports/transfer-view.ts";

/** Bytes of one row, and those of many added up. */
export interface Bytes {
  /** Acknowledged by the store. */
  ackedBytes: number;
  /** Taken by the network, and not acknowledged. */
  onWayBytes: number;
  /** Of these, what only fills buffers on the way. */
  fillBytes: number;
}

/** The sums of a queue or of a batch, kept up to date so that a snapshot costs little. */
export interface Tally extends Bytes {
  readonly files: Record<TransferStateName, number>;
  /** Of all that is neither cancelled nor skipped. */
  totalBytes: number;
  rate: RateWindow;
  /** Monotonic; when something moved last, or began to run. */
  movedMs: number;
}

export const createTally = (): Tally => ({
  files: { ...noFiles },
  totalBytes: 0,
  ackedBytes: 0,
  onWayBytes: 0,
  fillBytes: 0,
  rate: emptyRateWindow,
  movedMs: 0,
});

/** What a row adds to a tally. */
export interface TallyShare extends Bytes {
  readonly state: TransferStateName;
  readonly sizeBytes: number;
}

/** Takes a share into the sums, or (sign -1) out of them. */
export const addShare = (tally: Tally, share: TallyShare, sign: 1 | -1): void => {
  tally.files[share.state] += sign;
  tally.onWayBytes += sign * share.onWayBytes;
  tally.fillBytes += sign * share.fillBytes;
  if (share.state === "cancelled" || share.state === "skipped") return;
  tally.totalBytes += sign * share.sizeBytes;
  tally.ackedBytes += sign * share.ackedBytes;
};

/** Bytes that moved from `fromMs` to `toMs`, monotonic. */
export const addSpeed = (
  tally: Pick<Tally, "rate" | "movedMs">,
  bytes: number,
  fromMs: number,
  toMs: number,
): void => {
  tally.movedMs = toMs;
  if (bytes > 0) tally.rate = withDelivery(tally.rate, bytes, fromMs, toMs);
};

/** Acknowledged, or on its way; never more than there is. */
export const sentBytes = ({ ackedBytes, onWayBytes }: Bytes, totalBytes: number): number =>
  Math.min(totalBytes, ackedBytes + onWayBytes);

/** What is still to be sent at the measured speed: what fills buffers is not through yet. */
export const bytesLeft = ({ ackedBytes, onWayBytes, fillBytes }: Bytes, totalBytes: number) =>
  Math.max(0, totalBytes - ackedBytes - onWayBytes + fillBytes);
