import { setImmediate as nextTurn } from "node:timers/promises";
import type { AppError } from "../../domain/errors.ts";
import {
  fingerprintChanges,
  isOnlyRenumbered,
  type Fingerprint,
} from "../../domain/fingerprint.ts";
import { mapConcurrently } from "../../domain/map-concurrently.ts";
import { ok, type Result } from "../../domain/result.ts";
import { transition, type Transfer, type TransferState } from "../../domain/transfer.ts";
import { loadContentTypes } from "../upload/content-type.ts";
import { resumeTransfers, retryRows } from "./change-transfers.ts";
import {
  askAhead,
  expectsTaken,
  isLookedAt,
  skipTaken,
  skipWhatIsTaken,
  werePrecedingTaken,
} from "./ask-ahead.ts";
import { claim } from "./claim-transfer.ts";
import { withTimeout } from "../ports/with-timeout.ts";
import { endStops, noteTransfer, showTransfer, type QueueCore } from "./queue-core.ts";
import { addNewRow, requestedBatches, settleBatches, showBatches } from "./open-batches.ts";
import type { QueueRow } from "./queue-row.ts";
import type { AddedTransfer, TransferRequest } from "../ports/transfer-view.ts";

/** Looks at the disk at once, for requests that come without a fingerprint. */
const maxConcurrentStats = 32;
/** Planned at once, so that the screen goes on meanwhile and little is in memory beside the queue itself. */
const sliceLength = 2_000;
/** Waits so long for a list that most likely spares the disk a row's second state. */
const listPatienceMs = 500;

/** One object for all: there may be 100,000 of them. */
const waiting: TransferState = { name: "waiting" };

/** What one request comes to; a new transfer stands for itself, since there may be 100,000 of them. */
type Plan =
  | Transfer
  | ResumeRequest
  | { readonly type: "refused"; readonly path: string; readonly error: AppError };

/** An unfinished transfer that is asked for again, and the file as it is now. */
interface ResumeRequest {
  readonly type: "resume";
  readonly request: TransferRequest;
  readonly batchId: string;
  readonly transfer: Transfer;
  readonly fingerprintResult: FingerprintResult;
}

type FingerprintResult = Result<Fingerprint, AppError>;

const isFor = ({ path, target }: Transfer, request: TransferRequest): boolean =>
  path === request.path &&
  target.connection === request.target.connection &&
  target.bucket === request.target.bucket &&
  target.key === request.target.key;

const toTransfer = (
  core: QueueCore,
  request: TransferRequest,
  fingerprint: Fingerprint,
  batchId: string,
): Transfer => ({
  id: core.deps.newId(),
  path: request.path,
  fingerprint,
  target: request.target,
  conflict: request.conflict,
  options: request.options,
  state: waiting,
  multipart: null,
  queuedAtMs: core.deps.clock.nowMs(),
  startedAtMs: null,
  endedAtMs: null,
  batchId,
});

/** What each file is now, in the order of the requests; the disk is asked only where the plan did not. */
const statAll = (
  core: QueueCore,
  requests: readonly TransferRequest[],
): Promise<readonly FingerprintResult[]> =>
  mapConcurrently(requests, maxConcurrentStats, ({ path, fingerprint }) =>
    fingerprint ? ok(fingerprint) : core.deps.files.fingerprint(path),
  );

/** Transfers that are new, in order, and the last of each path. */
interface NewTransfers {
  readonly batchIdOf: (request: TransferRequest) => string;
  /** False while nothing is unfinished, as in most runs: 100,000 questions about it take half a second. */
  canResume: boolean;
  readonly all: Transfer[];
  readonly byPath: Map<string, Transfer>;
}

/** Plans one request; the same file to the same key twice is one transfer. */
const planOne = (
  core: QueueCore,
  request: TransferRequest,
  fingerprintResult: FingerprintResult,
  newTransfers: NewTransfers,
): Result<Plan, AppError> => {
  const { path } = request;
  const same = newTransfers.byPath.get(path);
  if (same && isFor(same, request)) return ok(same);
  const batchId = newTransfers.batchIdOf(request);
  if (newTransfers.canResume) {
    const unfinished = core.deps.transfers.findUnfinished(path, request.target);
    if (!unfinished.ok) return unfinished;
    const transfer = unfinished.value;
    if (transfer) return ok({ type: "resume", request, batchId, transfer, fingerprintResult });
  }
  if (!fingerprintResult.ok) return ok({ type: "refused", path, error: fingerprintResult.error });
  const transfer = toTransfer(core, request, fingerprintResult.value, batchId);
  newTransfers.all.push(transfer);
  newTransfers.byPath.set(path, transfer);
  return ok(transfer);
};

const planAll = async (
  core: QueueCore,
  requests: readonly TransferRequest[],
  newTransfers: NewTransfers,
): Promise<Result<readonly Plan[], AppError>> => {
  const plans: Plan[] = [];
  const typed = await loadContentTypes();
  for (let at = 0; at < requests.length; at += sliceLength) {
    const slice = requests
      .slice(at, at + sliceLength)
      .map((request) => ({ ...request, options: typed(request.options, request.path) }));
    const fingerprintResult = await statAll(core, slice);
    const unfinished = core.deps.transfers.hasUnfinished();
    if (!unfinished.ok) return unfinished;
    newTransfers.canResume = unfinished.value;
    for (const [index, request] of slice.entries()) {
      const found = fingerprintResult[index];
      const plan = found ? planOne(core, request, found, newTransfers) : null;
      if (plan?.ok === false) return plan;
      if (plan) plans.push(plan.value);
    }
    await nextTurn();
  }
  return ok(plans);
};

/** What tells the file of now from that whose parts are at the store; null when it is the same, or nothing is there. */
const changedSource = (
  { multipart, path, fingerprint }: Transfer,
  fingerprintResult: FingerprintResult,
) => {
  if (multipart === null || !fingerprintResult.ok) return null;
  const what = fingerprintChanges(fingerprint, fingerprintResult.value);
  // Whether it is the same file, what was sent of it has to say: at its turn.
  if (what.length === 0 || isOnlyRenumbered(what)) return null;
  return { code: "FileChanged", path, what } as const;
};

/** True when the file of now is to be sent in place of the one that was planned. */
const isChangedSource = (before: Transfer, fingerprintResult: FingerprintResult): boolean => {
  if (before.multipart !== null) return changedSource(before, fingerprintResult) !== null;
  return (
    fingerprintResult.ok &&
    fingerprintChanges(before.fingerprint, fingerprintResult.value).length > 0
  );
};

/**
 * What is asked for now counts, and not what an earlier run was asked for: a file may not be written over, or go
 * unencrypted, because it once might. Parts that were begun with other options, or of another state of the file, are
 * of no use.
 */
const applyNewOptions = async (
  core: QueueCore,
  { request: { conflict, options }, batchId, fingerprintResult }: ResumeRequest,
  row: QueueRow,
): Promise<Result<void, AppError>> => {
  const before = row.transfer;
  const hasOptions = JSON.stringify(before.options) === JSON.stringify(options);
  const change = changedSource(before, fingerprintResult);
  const isNewSource = isChangedSource(before, fingerprintResult);
  const isSame = hasOptions && !isNewSource && before.conflict === conflict;
  if (row.running || (isSame && before.batchId === batchId)) return ok(undefined);
  const isLost = (!hasOptions || change !== null) && row.transfer.multipart !== null;
  const kept = isLost ? transition(row.transfer, { type: "multipartDiscarded" }) : row.transfer;
  const fingerprint =
    isNewSource && fingerprintResult.ok ? fingerprintResult.value : kept.fingerprint;
  // It is sent with what it was asked for now.
  const transfer = { ...kept, conflict, options, fingerprint, batchId };
  const saved = await core.stateWriter.write([
    { type: "save", transfer },
    ...(isLost ? [{ type: "deleteParts", transferId: transfer.id } as const] : []),
  ]);
  if (!saved.ok) return saved;
  if (change) row.awake().restart = change;
  showTransfer(core, row, transfer);
  return saved;
};

/** Lets a transfer of an earlier run, or of this one, go on as the request wants it. */
const resumeTransfer = async (core: QueueCore, plan: ResumeRequest): Promise<AddedTransfer> => {
  const { request, transfer } = plan;
  const { path } = request;
  const claimed = claim(core, [transfer]);
  if (!claimed.ok) return { path, error: claimed.error };
  const row = core.state.rows.get(transfer.id);
  if (!row) return { path, id: transfer.id, isResumed: false };
  const { owner } = row;
  if (owner.is === "another process")
    return { path, error: { code: "TransferBusy", path, pid: owner.pid } };
  const { state } = row.transfer;
  const asked = await applyNewOptions(core, plan, row);
  if (!asked.ok) return { path, error: asked.error };
  if (state.name === "paused") await resumeTransfers(core, [transfer.id]);
  if (state.name === "failed") {
    endStops(core, [row]);
    await retryRows(core, [row], request.conflict);
  }
  return { path, id: transfer.id, isResumed: row.transfer.multipart !== null };
};

const answer = async (
  core: QueueCore,
  plans: readonly Plan[],
): Promise<readonly AddedTransfer[]> => {
  const answers: AddedTransfer[] = [];
  for (const plan of plans) {
    if (!("type" in plan)) answers.push({ path: plan.path, id: plan.id, isResumed: false });
    else if (plan.type === "refused") answers.push({ path: plan.path, error: plan.error });
    else answers.push(await resumeTransfer(core, plan));
  }
  return answers;
};

const patiently = (what: Promise<void>): Promise<void> =>
  withTimeout(what, listPatienceMs, () => undefined);

/** See LocalQueue.add. `before`: what was added before has been put down; never rejects. */
export const addTransfers = async (
  core: QueueCore,
  requests: readonly TransferRequest[],
  before: Promise<unknown>,
): Promise<Result<readonly AddedTransfer[], AppError>> => {
  const { batches, idOf } = requestedBatches(core, requests);
  const newTransfers: NewTransfers = {
    batchIdOf: idOf,
    canResume: true,
    all: [],
    byPath: new Map(),
  };
  const isExpected = expectsTaken(core, requests);
  const askedFirst = askAhead(core, requests);
  // Then all is planned while the store looks.
  if (isExpected) await patiently(askedFirst.asked);
  await before;
  const plans = await planAll(core, requests, newTransfers);
  if (!plans.ok) return plans;
  const { all } = newTransfers;
  const { answered } = requests.every(isLookedAt) ? askedFirst : askAhead(core, all);
  const isWaitedFor = isExpected || werePrecedingTaken(core, requests);
  await (isWaitedFor ? patiently(answered) : nextTurn());
  const added = all.map((transfer) => skipWhatIsTaken(core, transfer));
  const stored = core.deps.transfers.add(added, batches);
  if (!stored.ok) return stored;
  showBatches(core, batches);
  for (const transfer of added) {
    addNewRow(core, transfer);
    noteTransfer(core, null, transfer);
  }
  const answers = await answer(core, plans.value);
  settleBatches(core);
  skipTaken(core, all);
  // Not waited for: what opens the store may ask a keychain, or a person.
  void answered.then(() => skipTaken(core, all));
  core.schedule();
  core.notify();
  return ok(answers);
};
