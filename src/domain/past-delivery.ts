/** A file that this computer has delivered, as it was then. */
export interface PastDelivery {
  /** Absolute. */
  readonly path: string;
  readonly sizeBytes: number;
  /** Modification time, milliseconds since 1970, with the file system's fraction. */
  readonly mtimeMs: number;
  readonly connection: string;
  readonly bucket: string;
  /** Under which it was delivered, and the one that was asked for before a rename. */
  readonly key: string;
  readonly askedKey: string;
  readonly receiptId: string;
  readonly deliveredAtMs: number;
}

/** How a file compares by SHA-256 with what was delivered of it. */
export type ContentFinding = "same content" | "content differs" | "no SHA-256 kept" | "unreadable";

/** True when a file is what was delivered, by size and time: nothing of it is read. */
export const isSameFile = (
  before: Pick<PastDelivery, "sizeBytes" | "mtimeMs">,
  now: { readonly sizeBytes: number; readonly mtimeMs: number },
): boolean => before.sizeBytes === now.sizeBytes && before.mtimeMs === now.mtimeMs;
