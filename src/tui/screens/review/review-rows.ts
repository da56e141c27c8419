import type {
  Conflict,
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
  | { readonly kind: "file"; readonly file: PlannedFile };

interface Reviewed {
  readonly plan: DeliveryPlan | null;
  readonly conflicts: readonly Conflict[];
  /** Files of the plan whose key is free, as far as is known. */
  readonly free: readonly PlannedFile[];
}

/** How many lines a review has. */
export const reviewRowCount = ({ plan, conflicts, free }: Reviewed): number =>
  conflicts.length + (plan?.skipped.length ?? 0) + free.length;

/** One line of a review; plans may be long, so no list of them is made. */
export const reviewRow = ({ plan, conflicts, free }: Reviewed, at: number): ReviewRow | null => {
  const conflict = conflicts[at];
  if (conflict) return { kind: "conflict", index: at, conflict };
  const skipped = plan?.skipped[at - conflicts.length];
  if (skipped) return { kind: "skipped", skipped };
  const file = free[at - conflicts.length - (plan?.skipped.length ?? 0)];
  return file ? { kind: "file", file } : null;
};

export interface ReviewTotals {
  readonly files: number;
  readonly bytes: number;
  readonly skipped: number;
  readonly answers: Readonly<Record<ConflictPolicy, number>>;
}

interface Answered extends Reviewed {
  readonly answers: ReadonlyMap<string, ConflictPolicy>;
}

/** What will be sent, with the answers given so far. */
export const reviewTotals = ({ plan, conflicts, answers }: Answered): ReviewTotals => {
  const counted = { skip: 0, rename: 0, replace: 0 };
  let keptBytes = 0;
  for (const { path, ours } of conflicts) {
    const policy = answers.get(path) ?? "skip";
    counted[policy] += 1;
    if (policy === "skip") keptBytes += ours.sizeBytes;
  }
  return {
    files: (plan?.files.length ?? 0) - counted.skip,
    bytes: (plan?.totalBytes ?? 0) - keptBytes,
    skipped: plan?.skipped.length ?? 0,
    answers: counted,
  };
};

/**
 * What the queue is asked to send. A file whose key is free still goes with "skip": should somebody else put
 * that key in the meantime, theirs stays. Files that keep what is there are left out.
 */
export const toRequests = (
  { conflicts, free, answers }: Answered,
  { connection, bucket }: Pick<TransferTarget, "connection" | "bucket">,
  options: UploadOptions = {},
): readonly TransferRequest[] => {
  const request = (path: string, key: string, conflict: ConflictPolicy): TransferRequest => ({
    path,
    target: { connection, bucket, key },
    conflict,
    options,
  });
  const answered = conflicts.flatMap(({ path, key }) => {
    const policy = answers.get(path) ?? "skip";
    return policy === "skip" ? [] : [request(path, key, policy)];
  });
  const unasked = free.map(({ path, key, fingerprint }) => ({
    ...request(path, key, "skip"),
    // The plan has looked at the file; the queue need not look again.
    fingerprint,
  }));
  return [...answered, ...unasked];
};
