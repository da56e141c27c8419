import { setImmediate as nextTurn } from "node:timers/promises";
import type { AppError } from "../../domain/errors.ts";
import type { Fingerprint } from "../../domain/fingerprint.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { Transfer } from "../../domain/transfer.ts";
import { withContentType } from "../upload/content-type.ts";
import { resumeTransfers, retryRows } from "./change-transfers.ts";
import { adopt } from "./own-transfer.ts";
import type { QueueCore } from "./queue-core.ts";
import { addRow } from "./queue-state.ts";
import type { AddedTransfer, TransferRequest } from "./transfer-desk.ts";

/** Looks at the disk at once, for requests that come without a fingerprint. */
const looksAtOnce = 32;
const plansAtOnce = 5_000;

/** What one request comes to. */
type Plan =
  | { readonly type: "new"; readonly transfer: Transfer }
  | { readonly type: "goOn"; readonly transfer: Transfer }
  | { readonly type: "refused"; readonly error: AppError };

const isSame = (one: TransferRequest, other: TransferRequest): boolean =>
  one.path === other.path &&
  one.target.connection === other.target.connection &&
  one.target.bucket === other.target.bucket &&
  one.target.key === other.target.key;

const toTransfer = (
  core: QueueCore,
  request: TransferRequest,
  fingerprint: Fingerprint,
): Transfer => ({
  id: core.deps.newId(),
  path: request.path,
  fingerprint,
  target: request.target,
  conflict: request.conflict,
  options: withContentType(request.options, request.path),
  state: { name: "waiting" },
  session: null,
  queuedAtMs: core.deps.clock.nowMs(),
  startedAtMs: null,
  endedAtMs: null,
});

type Looked = Result<Fingerprint, AppError>;

/** What each file is now, in the order of the requests; the disk is asked only where the plan did not. */
const lookAtAll = async (
  core: QueueCore,
  requests: readonly TransferRequest[],
): Promise<readonly Looked[]> => {
  const looked: Looked[] = [];
  const queue = requests.entries();
  const lane = async (): Promise<void> => {
    for (const [index, { path, fingerprint }] of queue)
      looked[index] = fingerprint ? ok(fingerprint) : await core.deps.files.fingerprint(path);
  };
  await Promise.all(Array.from({ length: looksAtOnce }, lane));
  return looked;
};

const planOne = (
  core: QueueCore,
  request: TransferRequest,
  looked: Looked,
): Result<Plan, AppError> => {
  const unfinished = core.deps.transfers.findUnfinished(request.path, request.target);
  if (!unfinished.ok) return unfinished;
  if (unfinished.value) return ok({ type: "goOn", transfer: unfinished.value });
  if (!looked.ok) return ok({ type: "refused", error: looked.error });
  return ok({ type: "new", transfer: toTransfer(core, request, looked.value) });
};

/** The same file to the same key twice gets the plan of the first. */
const joinSame = (
  requests: readonly TransferRequest[],
  plans: readonly Plan[],
): readonly Plan[] => {
  const first = new Map<string, number>();
  return plans.map((plan, index) => {
    const request = requests[index];
    if (plan.type !== "new" || !request) return plan;
    const earlier = first.get(request.path);
    if (earlier === undefined) first.set(request.path, index);
    const other = earlier === undefined ? undefined : requests[earlier];
    return (other && isSame(request, other) && plans[earlier ?? -1]) || plan;
  });
};

/** Plans all requests; the same file to the same key twice is one. */
const planAll = async (
  core: QueueCore,
  requests: readonly TransferRequest[],
): Promise<Result<readonly Plan[], AppError>> => {
  const plans: Plan[] = [];
  const looked = await lookAtAll(core, requests);
  for (const [index, request] of requests.entries()) {
    const found = looked[index];
    const plan = found ? planOne(core, request, found) : null;
    if (plan?.ok === false) return plan;
    if (plan) plans.push(plan.value);
    // 100,000 look-ups take a while; the screen goes on meanwhile.
    if (index % plansAtOnce === plansAtOnce - 1) await nextTurn();
  }
  return ok(joinSame(requests, plans));
};

/** Lets a transfer of an earlier run, or of this one, go on as the request wants it. */
const goOn = async (
  core: QueueCore,
  request: TransferRequest,
  transfer: Transfer,
): Promise<AddedTransfer> => {
  const { path } = request;
  const adopted = adopt(core, [transfer]);
  if (!adopted.ok) return { path, error: adopted.error };
  const row = core.state.rows.get(transfer.id);
  const state = row?.transfer.state;
  if (!row || !state) return { path, id: transfer.id, isResumed: false };
  if (state.name === "failed" && state.error.code === "TransferBusy" && !row.isOurs) {
    return { path, error: state.error };
  }
  if (state.name === "paused") await resumeTransfers(core, [transfer.id]);
  if (state.name === "failed") await retryRows(core, [row], request.conflict);
  return { path, id: transfer.id, isResumed: row.transfer.session !== null };
};

/** See TransferDesk.add. */
export const addTransfers = async (
  core: QueueCore,
  requests: readonly TransferRequest[],
): Promise<Result<readonly AddedTransfer[], AppError>> => {
  const plans = await planAll(core, requests);
  if (!plans.ok) return plans;
  const news = new Set(plans.value.flatMap((plan) => (plan.type === "new" ? [plan.transfer] : [])));
  const stored = core.deps.transfers.add([...news]);
  if (!stored.ok) return stored;
  for (const transfer of news) addRow(core.state, transfer, true);
  const answers: AddedTransfer[] = [];
  for (const [index, plan] of plans.value.entries()) {
    const request = requests[index];
    if (!request) continue;
    const { path } = request;
    if (plan.type === "new") answers.push({ path, id: plan.transfer.id, isResumed: false });
    else if (plan.type === "refused") answers.push({ path, error: plan.error });
    else answers.push(await goOn(core, request, plan.transfer));
  }
  core.changed();
  return ok(answers);
};
