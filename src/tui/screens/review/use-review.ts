import { type Dispatch, useEffect, useReducer } from "react";
import type { Chosen, DeliveryPlan } from "../../../domain/delivery-plan.ts";
import type { AppError } from "../../../domain/errors.ts";
import type { ActiveDestination } from "../../../domain/active-destination.ts";
import type { AppServices } from "../../services.ts";
import type { TransferRequest } from "../../../services/queue/transfer-desk.ts";
import {
  initialReview,
  reviewReducer,
  type ReviewEvent,
  type ReviewState,
} from "./review-reducer.ts";

const progressEveryMs = 250;
/** A message to the desk may cross a socket, which takes no endless ones. */
const requestsAtOnce = 500;

const review = async (
  services: AppServices,
  active: ActiveDestination,
  chosen: readonly Chosen[],
  dispatch: Dispatch<ReviewEvent>,
  signal: AbortSignal,
): Promise<void> => {
  let toldAtMs = performance.now();
  const onProgress = (files: number, bytes: number) => {
    const nowMs = performance.now();
    if (signal.aborted || nowMs - toldAtMs < progressEveryMs) return;
    toldAtMs = nowMs;
    dispatch({ type: "walked", files, bytes });
  };
  const check = async (plan: DeliveryPlan) => {
    if (plan.files.length === 0) return;
    const conflicts = await services.findConflicts(plan, active, signal);
    if (!signal.aborted) dispatch({ type: "checked", result: conflicts });
  };
  try {
    const result = await services.planDelivery(chosen, active, onProgress, signal);
    if (signal.aborted) return;
    dispatch({ type: "planned", result });
    if (result.ok) await check(result.value);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
};

/** Walks the selection and asks the store for taken keys; leaving the screen stops both. */
export const useReview = (
  services: AppServices,
  active: ActiveDestination,
  chosen: readonly Chosen[],
): readonly [ReviewState, Dispatch<ReviewEvent>] => {
  const [state, dispatch] = useReducer(reviewReducer, initialReview);
  useEffect(() => {
    const stop = new AbortController();
    // Ends with an event, or with the abort below.
    void review(services, active, chosen, dispatch, stop.signal);
    return () => stop.abort();
  }, [services, active, chosen]);
  return [state, dispatch];
};

export interface QueuedFiles {
  readonly queued: number;
  /** Why a file was not taken; the first of them. */
  readonly refused: readonly AppError[];
  /** The desk itself failed: nothing after that point is queued. */
  readonly failure: AppError | null;
}

/** Hands all requests to the desk, some at a time. What was queued before a failure stays queued. */
export const queueRequests = async (
  services: AppServices,
  requests: readonly TransferRequest[],
  onProgress: (done: number) => void,
): Promise<QueuedFiles> => {
  let queued = 0;
  const refused: AppError[] = [];
  for (let at = 0; at < requests.length; at += requestsAtOnce) {
    onProgress(at);
    const added = await services.desk.add(requests.slice(at, at + requestsAtOnce));
    if (!added.ok) return { queued, refused, failure: added.error };
    for (const one of added.value) {
      if ("error" in one) refused.push(one.error);
      else queued += 1;
    }
  }
  return { queued, refused, failure: null };
};
