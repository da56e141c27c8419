import type { Verification } from "./transfer.ts";

/** Proof of one delivered transfer: what was sent, what the store answered, and how both were compared. */
export interface Receipt {
  /** UUID, the same as the outcome's in the log. */
  readonly id: string;
  readonly transferId: string;
  /** File name as it was on the sender's machine, without its folder. */
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
  /** Lower-case hex; null when switched off. */
  readonly sha256: string | null;
  /** Base64 of the big-endian CRC32 of the whole object, as S3 writes it. */
  readonly crc32: string | null;
  /** As the store gave it, quotes removed; null when it gave none. */
  readonly etag: string | null;
  readonly verified: Verification;
  readonly connection: string;
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string | null;
  readonly requestId: string | null;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  /** From start to end, where both are of one run: no step of the clock is in it. */
  readonly durationMs?: number | undefined;
  /** Host that it went to in the clear; absent where it went encrypted, or stayed on this computer. */
  readonly clearHost?: string | undefined;
  /** user@host. */
  readonly sender: string;
}

/** How long a delivery took, in seconds to the millisecond; over several runs by the clock of the computer, which may have been set. */
export const receiptSeconds = ({ durationMs, startedAtMs, endedAtMs }: Receipt): number =>
  Math.round(Math.max(0, durationMs ?? endedAtMs - startedAtMs)) / 1000;
