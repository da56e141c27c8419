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

const planOne = async (
  core: QueueCore,
  request: TransferRequest,
): Promise<Result<Plan, AppError>> => {
  const { transfers, files } = core.deps;
  const unfinished = transfers.findUnfinished(request.path, request.target);
  if (!unfinished.ok) return unfinished;
  if (unfinished.value) return ok({ type: "goOn", transfer: unfinished.value });
  const found = request.fingerprint
    ? ok(request.fingerprint)
    : await files.fingerprint(request.path);
  if (!found.ok) return ok({ type: "refused", error: found.error });
  return ok({ type: "new", transfer: toTransfer(core, request, found.value) });
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
  for (let at = 0; at < requests.length; at += looksAtOnce) {
    const some = await Promise.all(
      requests.slice(at, at + looksAtOnce).map((request) => planOne(core, request)),
    );
    for (const plan of some) {
      if (!plan.ok) return plan;
      plans.push(plan.value);
    }
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

const answer = async (
  core: QueueCore,
  request: TransferRequest,
  plan: Plan,
): Promise<AddedTransfer> => {
  const { path } = request;
  if (plan.type === "refused") return { path, error: plan.error };
  if (plan.type === "goOn") return goOn(core, request, plan.transfer);
  return { path, id: plan.transfer.id, isResumed: false };
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
    if (request) answers.push(await answer(core, request, plan));
  }
  core.changed();
  return ok(answers);
};
