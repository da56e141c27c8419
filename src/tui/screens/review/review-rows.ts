import path from "node:path";
import { assertNever } from "../../../domain/assert-never.ts";
import type {
  Conflict,
  DeliveredFile,
  DeliveryPlan,
  PlannedFile,
  SkippedPath,
} from "../../../domain/delivery-plan.ts";
import type { ConflictPolicy, TransferTarget, UploadOptions } from "../../../domain/transfer.ts";
import type { TransferRequest } from "../../../services/ports/transfer-view.ts";

/** A line of the review: what asks for attention comes first. */
export type ReviewRow =
  | { readonly kind: "conflict"; readonly index: number; readonly conflict: Conflict }
  | { readonly kind: "skipped"; readonly skipped: SkippedPath }
  | { readonly kind: "file"; readonly file: PlannedFile }
  | { readonly kind: "delivered"; readonly delivered: DeliveredFile };

interface Reviewed {
  readonly plan: DeliveryPlan | null;
  readonly conflicts: readonly Conflict[];
  readonly delivered: readonly DeliveredFile[];
  /** Files of the plan whose key is free, as far as is known. */
  readonly free: readonly PlannedFile[];
}

/** How many lines a review has. */
export const reviewRowCount = ({ plan, conflicts, delivered, free }: Reviewed): number =>
  conflicts.length + (plan?.skipped.length ?? 0) + free.length + delivered.length;

/** One line of a review; plans may be long, so no list of them is made. */
export const reviewRow = (
  { plan, conflicts, delivered, free }: Reviewed,
  row: number,
): ReviewRow | null => {
  let at = row;
  const conflict = conflicts[at];
  if (conflict) return { kind: "conflict", index: at, conflict };
  at -= conflicts.length;
  const skipped = plan?.skipped[at];
  if (skipped) return { kind: "skipped", skipped };
  at -= plan?.skipped.length ?? 0;
  const file = free[at];
  if (file) return { kind: "file", file };
  const before = delivered[at - free.length];
  return before ? { kind: "delivered", delivered: before } : null;
};

/** The file that a line is about; absolute. */
export const reviewRowPath = (row: ReviewRow): string => {
  switch (row.kind) {
    case "conflict":
      return row.conflict.path;
    case "skipped":
      return row.skipped.path;
    case "file":
      return row.file.path;
    case "delivered":
      return row.delivered.file.path;
    default:
      return assertNever(row);
  }
};

/** Folders that files are in, those around them not counted. */
export const folderCount = (files: readonly PlannedFile[]): number =>
  new Set(files.map((file) => path.dirname(file.path))).size;

export interface ReviewTotals {
  readonly files: number;
  readonly bytes: number;
  readonly skipped: number;
  readonly leftOut: number;
  readonly delivered: number;
  readonly answers: Readonly<Record<ConflictPolicy, number>>;
}

interface Answered extends Reviewed {
  readonly answers: ReadonlyMap<string, ConflictPolicy>;
  readonly leftOut: ReadonlyMap<string, number>;
}

/** What will be sent, with the answers given so far. */
export const reviewTotals = (reviewed: Answered): ReviewTotals => {
  const { plan, conflicts, delivered, answers, leftOut } = reviewed;
  const counted = { skip: 0, rename: 0, replace: 0 };
  let keptBytes = 0;
  for (const { path: at, ours } of conflicts) {
    if (leftOut.has(at)) continue;
    const policy = answers.get(at) ?? "skip";
    counted[policy] += 1;
    if (policy === "skip") keptBytes += ours.sizeBytes;
  }
  for (const { file } of delivered) keptBytes += file.fingerprint.sizeBytes;
  for (const sizeBytes of leftOut.values()) keptBytes += sizeBytes;
  return {
    files: (plan?.files.length ?? 0) - counted.skip - delivered.length - leftOut.size,
    bytes: (plan?.totalBytes ?? 0) - keptBytes,
    skipped: plan?.skipped.length ?? 0,
    leftOut: leftOut.size,
    delivered: delivered.length,
    answers: counted,
  };
};

/**
 * What the queue is asked to send. A file whose key is free still goes with "skip": should somebody else put
 * that key in the meantime, theirs stays. Files that keep what is there, or that a person has left out, are not asked for.
 */
export const toRequests = (
  { conflicts, free, answers, leftOut }: Answered,
  { connection, bucket }: Pick<TransferTarget, "connection" | "bucket">,
  options: UploadOptions = {},
): readonly TransferRequest[] => {
  const request = (at: string, key: string, conflict: ConflictPolicy): TransferRequest => ({
    path: at,
    target: { connection, bucket, key },
    conflict,
    options,
  });
  const answered = conflicts.flatMap(({ path: at, key }) => {
    const policy = leftOut.has(at) ? "skip" : (answers.get(at) ?? "skip");
    return policy === "skip" ? [] : [request(at, key, policy)];
  });
  const unasked = free.flatMap(({ path: at, key, fingerprint }) =>
    leftOut.has(at)
      ? []
      : // The plan has looked at the file; the queue need not look again.
        [{ ...request(at, key, "skip"), fingerprint }],
  );
  return [...answered, ...unasked];
};
