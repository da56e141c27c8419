import type { S3Call, S3Fault, S3FaultAction } from "./s3-types.ts";

const matches = (fault: S3Fault, call: S3Call): boolean =>
  (fault.operation === undefined || fault.operation === call.operation) &&
  (fault.key === undefined || fault.key === call.key) &&
  (fault.partNumber === undefined || String(fault.partNumber) === call.query.get("partNumber"));

/** The faults that wait for their requests. */
export class Faults {
  readonly #waiting = new Set<{ readonly fault: S3Fault; toSkip: number; left: number }>();

  /** Lines up a fault; gives the function that takes it back. */
  inject(fault: S3Fault): () => void {
    const entry = { fault, toSkip: fault.skip ?? 0, left: fault.times ?? 1 };
    this.#waiting.add(entry);
    return () => this.#waiting.delete(entry);
  }

  /** What goes wrong with this request; null when nothing does. */
  take(call: S3Call): S3FaultAction | null {
    for (const entry of this.#waiting) {
      if (!matches(entry.fault, call)) continue;
      if (entry.toSkip > 0) {
        entry.toSkip -= 1;
        continue;
      }
      entry.left -= 1;
      if (entry.left <= 0) this.#waiting.delete(entry);
      return entry.fault.does;
    }
    return null;
  }
}
