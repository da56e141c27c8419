import type {
  Conflict,
  DeliveryPlan,
  PlannedFile,
  SkippedPath,
} from "../../../domain/delivery-plan.ts";
import type { ConflictPolicy } from "../../../domain/transfer.ts";
import type { TransferRequest } from "../../../services/queue/transfer-desk.ts";

/** A line of the review: what asks for attention comes first. */
export type ReviewRow =
  | { readonly kind: "conflict"; readonly index: number; readonly conflict: Conflict }
  | { readonly kind: "skipped"; readonly skipped: SkippedPath }
  | { readonly kind: "file"; readonly file: PlannedFile };

interface Reviewed {
  readonly plan: DeliveryPlan | null;
  readonly conflicts: readonly Conflict[];
}

/** How many lines a review has. A file whose key is taken is a conflict and again a file. */
export const reviewRowCount = ({ plan, conflicts }: Reviewed): number =>
  conflicts.length + (plan ? plan.skipped.length + plan.files.length : 0);

/** One line of a review; plans may be long, so no list of them is made. */
export const reviewRow = ({ plan, conflicts }: Reviewed, at: number): ReviewRow | null => {
  const conflict = conflicts[at];
  if (conflict) return { kind: "conflict", index: at, conflict };
  const skipped = plan?.skipped[at - conflicts.length];
  if (skipped) return { kind: "skipped", skipped };
  const file = plan?.files[at - conflicts.length - (plan?.skipped.length ?? 0)];
  return file ? { kind: "file", file } : null;
};

export interface ReviewTotals {
  readonly files: number;
  readonly bytes: number;
  readonly skipped: number;
  readonly answers: Readonly<Record<ConflictPolicy, number>>;
}

const policyOf = (
  path: string,
  taken: ReadonlySet<string>,
  answers: ReadonlyMap<string, ConflictPolicy>,
): ConflictPolicy | null => (taken.has(path) ? (answers.get(path) ?? "skip") : null);

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
 * What the desk is asked to send. A file whose key is free still goes with "skip": should somebody else put
 * that key in the meantime, theirs stays. Files that keep what is there are left out.
 */
export const toRequests = (
  { plan, conflicts, answers }: Answered,
  target: { readonly connection: string; readonly bucket: string },
): readonly TransferRequest[] => {
  const taken = new Set(conflicts.map(({ path }) => path));
  return (plan?.files ?? []).flatMap(({ path, key }) => {
    const policy = policyOf(path, taken, answers);
    if (policy === "skip") return [];
    const { connection, bucket } = target;
    return [{ path, target: { connection, bucket, key }, conflict: policy ?? "skip", options: {} }];
  });
};
