import { assertNever } from "../../../domain/assert-never.ts";
import type {
  Conflict,
  DeliveredFile,
  DeliveryPlan,
  PlannedFile,
} from "../../../domain/delivery-plan.ts";
import type { PastDelivery } from "../../../domain/past-delivery.ts";
import type { AppError } from "../../../domain/errors.ts";
import type { Result } from "../../../domain/result.ts";
import { conflictPolicies, type ConflictPolicy } from "../../../domain/transfer.ts";
import {
  fitWindow,
  listStart,
  movePosition,
  type ListMove,
  type ListPosition,
} from "../../widgets/list-window.ts";
import { folderCount, reviewRow, reviewRowCount } from "./review-rows.ts";
import { sortPlanned } from "./sort-planned.ts";

/** Where the review stands: walking folders, asking the store, at the person's disposal, queueing. */
export type ReviewPhase =
  | { readonly name: "planning"; readonly files: number; readonly bytes: number }
  | { readonly name: "checking" }
  | { readonly name: "ready" }
  | { readonly name: "queueing"; readonly done: number };

/** The question about one taken key. */
export interface ConflictQuestion {
  readonly index: number;
  /** The highlighted answer. */
  readonly answer: ConflictPolicy;
  readonly appliesToAll: boolean;
}

export interface ReviewState {
  readonly phase: ReviewPhase;
  readonly plan: DeliveryPlan | null;
  /** Folders that its files are in; counted once, since there may be 100,000 files. */
  readonly folders: number;
  readonly planError: AppError | null;
  readonly conflicts: readonly Conflict[];
  /** Left out without a question, unless a person takes them in. */
  readonly delivered: readonly DeliveredFile[];
  /** Files of the plan whose key is free, as far as is known. */
  readonly free: readonly PlannedFile[];
  /** Sizes of the files that a person has left out, by path. */
  readonly leftOut: ReadonlyMap<string, number>;
  /** Why the store could not be asked; sending stays possible, nothing is replaced. */
  readonly conflictError: AppError | null;
  /** By path; absent means not answered, which keeps what is there. */
  readonly answers: ReadonlyMap<string, ConflictPolicy>;
  readonly question: ConflictQuestion | null;
  readonly queueError: AppError | null;
  readonly showsDetails: boolean;
  readonly position: ListPosition;
  readonly height: number;
}

export const initialReview: ReviewState = {
  phase: { name: "planning", files: 0, bytes: 0 },
  plan: null,
  folders: 0,
  planError: null,
  conflicts: [],
  delivered: [],
  free: [],
  leftOut: new Map(),
  conflictError: null,
  answers: new Map(),
  question: null,
  queueError: null,
  showsDetails: false,
  position: listStart,
  height: 10,
};

export type ReviewEvent =
  | { readonly type: "walked"; readonly files: number; readonly bytes: number }
  | { readonly type: "planned"; readonly result: Result<DeliveryPlan, AppError> }
  | {
      readonly type: "checked";
      readonly result: Result<readonly Conflict[], AppError>;
      readonly past: readonly PastDelivery[];
    }
  /** Leaves the highlighted file out, or takes it in. */
  | { readonly type: "leftOutToggled" }
  | { readonly type: "resized"; readonly height: number }
  | ListMove
  | { readonly type: "answered"; readonly answer: ConflictPolicy }
  /** In the list: about this one alone, and no question follows. */
  | { readonly type: "answeredInList"; readonly index: number; readonly answer: ConflictPolicy }
  | { readonly type: "answerHighlighted"; readonly by: number }
  | { readonly type: "forAllToggled" }
  | { readonly type: "questionLeft" }
  | { readonly type: "questionAsked"; readonly index: number; readonly appliesToAll: boolean }
  | { readonly type: "detailsToggled" }
  | { readonly type: "queueing"; readonly done: number }
  | { readonly type: "queueFailed"; readonly error: AppError };

const ask = (index: number, appliesToAll = false): ConflictQuestion => ({
  index,
  answer: "skip",
  appliesToAll,
});

const sizeOf = (state: ReviewState) => ({ count: reviewRowCount(state), height: state.height });

const answer = (state: ReviewState, policy: ConflictPolicy): ReviewState => {
  const { question, conflicts } = state;
  if (!question) return state;
  const end = question.appliesToAll ? conflicts.length : question.index + 1;
  const answers = new Map(state.answers);
  for (const { path } of conflicts.slice(question.index, end)) answers.set(path, policy);
  const next = conflicts.findIndex(({ path }, at) => at >= end && !answers.has(path));
  return { ...state, answers, question: next < 0 ? null : ask(next) };
};

const answerInList = (state: ReviewState, index: number, policy: ConflictPolicy): ReviewState => {
  const path = state.conflicts[index]?.path;
  return path === undefined
    ? state
    : { ...state, answers: new Map(state.answers).set(path, policy) };
};

const markAnswer = (state: ReviewState, by: number): ReviewState => {
  if (!state.question) return state;
  const at = conflictPolicies.indexOf(state.question.answer) + by;
  const highlighted = conflictPolicies[Math.max(0, Math.min(conflictPolicies.length - 1, at))];
  return highlighted ? { ...state, question: { ...state.question, answer: highlighted } } : state;
};

const toggleForAll = (state: ReviewState): ReviewState =>
  state.question
    ? { ...state, question: { ...state.question, appliesToAll: !state.question.appliesToAll } }
    : state;

const checked = (
  state: ReviewState,
  { result, past }: ReviewEvent & { readonly type: "checked" },
): ReviewState => {
  const { plan } = state;
  if (plan === null) return state;
  const sorted = sortPlanned(plan, result.ok ? result.value : [], past);
  return {
    ...state,
    ...sorted,
    phase: { name: "ready" },
    conflictError: result.ok ? null : result.error,
    question: sorted.conflicts.length > 0 ? ask(0) : null,
  };
};

/** A delivered file that is wanted once more: like any other, with a question where something has its key. */
const takeIn = (state: ReviewState, one: DeliveredFile): ReviewState => {
  const delivered = state.delivered.filter((other) => other !== one);
  const { file, conflict } = one;
  if (conflict === null) return { ...state, delivered, free: [file, ...state.free] };
  const conflicts = [...state.conflicts, conflict];
  return { ...state, delivered, conflicts, question: ask(conflicts.length - 1) };
};

const toggleLeftOut = (state: ReviewState): ReviewState => {
  const row = reviewRow(state, state.position.cursor);
  if (row === null || row.kind === "skipped") return state;
  if (row.kind === "delivered") return takeIn(state, row.delivered);
  const [path, sizeBytes] =
    row.kind === "file"
      ? [row.file.path, row.file.fingerprint.sizeBytes]
      : [row.conflict.path, row.conflict.ours.sizeBytes];
  const leftOut = new Map(state.leftOut);
  if (!leftOut.delete(path)) leftOut.set(path, sizeBytes);
  const next = { ...state, leftOut };
  return {
    ...next,
    position: movePosition(state.position, { type: "moved", by: 1 }, sizeOf(next)),
  };
};

/** The review after an event. Pure. */
export const reviewReducer = (state: ReviewState, event: ReviewEvent): ReviewState => {
  switch (event.type) {
    case "walked":
      return state.phase.name === "planning"
        ? { ...state, phase: { name: "planning", files: event.files, bytes: event.bytes } }
        : state;
    case "planned": {
      const { result } = event;
      if (!result.ok) return { ...state, phase: { name: "ready" }, planError: result.error };
      const isEmpty = result.value.files.length === 0;
      const phase = { name: isEmpty ? "ready" : "checking" } as const;
      const { files } = result.value;
      return { ...state, plan: result.value, folders: folderCount(files), free: files, phase };
    }
    case "checked":
      return checked(state, event);
    case "leftOutToggled":
      return toggleLeftOut(state);
    case "resized": {
      const next = { ...state, height: event.height };
      return { ...next, position: fitWindow(state.position, sizeOf(next)) };
    }
    case "moved":
    case "jumped":
      return { ...state, position: movePosition(state.position, event, sizeOf(state)) };
    case "answered":
      return answer(state, event.answer);
    case "answeredInList":
      return answerInList(state, event.index, event.answer);
    case "answerHighlighted":
      return markAnswer(state, event.by);
    case "forAllToggled":
      return toggleForAll(state);
    case "questionLeft":
      return { ...state, question: null };
    case "questionAsked":
      return state.conflicts[event.index]
        ? { ...state, question: ask(event.index, event.appliesToAll) }
        : state;
    case "detailsToggled":
      return { ...state, showsDetails: !state.showsDetails };
    case "queueing":
      return { ...state, phase: { name: "queueing", done: event.done }, queueError: null };
    case "queueFailed":
      return { ...state, phase: { name: "ready" }, queueError: event.error };
    default:
      return assertNever(event);
  }
};
