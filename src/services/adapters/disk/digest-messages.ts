import type { ChecksummedRead, FileDigest } from "../../ports/file-source.ts";

/** Carried out one after the other within a job. `file`: a descriptor that stays open meanwhile. */
export type DigestWork =
  /** Sums a whole file. */
  | { readonly do: "digest"; readonly path: string }
  /** Fills memory that both threads share with what comes next, and sums it. */
  | { readonly do: "fill"; readonly file: number; readonly buffer: Uint8Array }
  /** Sums what comes next, up to a position. */
  | { readonly do: "pass"; readonly file: number; readonly end: number }
  /** Sums the rest. */
  | { readonly do: "finish"; readonly file: number };

/** What the main thread asks of the digest thread. Jobs and orders are numbered by the asker. */
export type DigestOrder =
  | { readonly job: number; readonly order: number; readonly work: DigestWork }
  /** Nothing more is asked of the job. What is under way stops soon, and is answered as far as it has come. */
  | { readonly job: number; readonly ends: true };

export type DigestResult = { readonly digest: FileDigest } | { readonly read: ChecksummedRead };

export type DigestAnswer = { readonly order: number } & (
  | DigestResult
  | { readonly failed: { readonly code: string; readonly message: string } }
);
