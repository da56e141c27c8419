import type { Clock } from "../ports/clock.ts";
import { fillMs } from "./concurrency/part-concurrency.ts";
import type { TransferRecord } from "./upload-context.ts";

/** The bytes of one attempt between this program and the storage service. */
export interface BytesOnWay {
  /** So many bytes of the body the network has taken in all; fewer than before when the body is sent again. */
  sent(sentBytes: number): void;
  /** Bytes of the body that have been counted as speed already. */
  countedBytes(): number;
  /** When the last of these were taken: what fills buffers has drained since then. Null: none have been counted. */
  lastCountedMs(): number | null;
  /** They have arrived, or are lost: they are on their way no more. */
  end(): void;
}

/**
 * Tells `record` of the bytes of one attempt. What is taken at first only fills buffers on the way: it is shown as being
 * on its way, and counts as speed when the answer to it is there.
 */
export const createBytesOnWay = (
  clock: Clock,
  record: Pick<TransferRecord, "onWay">,
): BytesOnWay => {
  let onWayBytes = 0;
  let fillBytes = 0;
  let firstSentMs: number | null = null;
  let lastSentMs = clock.monotonicMs();
  const end = (): void => {
    if (onWayBytes > 0)
      record.onWay({ bytes: -onWayBytes, fillBytes: -fillBytes, fromMs: lastSentMs });
    onWayBytes = 0;
    fillBytes = 0;
  };
  return {
    end,
    countedBytes: () => onWayBytes - fillBytes,
    lastCountedMs: () => (onWayBytes > fillBytes ? lastSentMs : null),
    sent: (sentBytes) => {
      if (sentBytes < onWayBytes) end();
      const bytes = sentBytes - onWayBytes;
      if (bytes === 0) return;
      const nowMs = clock.monotonicMs();
      firstSentMs ??= nowMs;
      const isFill = nowMs - firstSentMs < fillMs;
      onWayBytes = sentBytes;
      if (isFill) fillBytes = sentBytes;
      record.onWay({ bytes, fillBytes: isFill ? bytes : 0, fromMs: lastSentMs });
      lastSentMs = nowMs;
    },
  };
};
