import { type Dispatch, useEffect, useReducer } from "react";
import type { SelectedPath, DeliveryPlan } from "../../../domain/delivery-plan.ts";
import type { ActiveDestination } from "../../../domain/active-destination.ts";
import type { AppServices } from "../../services.ts";
import {
  initialReview,
  reviewReducer,
  type ReviewEvent,
  type ReviewState,
} from "./review-reducer.ts";

const progressEveryMs = 250;

const review = async (
  services: AppServices,
  active: ActiveDestination,
  selected: readonly SelectedPath[],
  dispatch: Dispatch<ReviewEvent>,
  signal: AbortSignal,
): Promise<void> => {
  let reportedAtMs = performance.now();
  const onProgress = (files: number, bytes: number) => {
    const nowMs = performance.now();
    if (signal.aborted || nowMs - reportedAtMs < progressEveryMs) return;
    reportedAtMs = nowMs;
    dispatch({ type: "walked", files, bytes });
  };
  const check = async (plan: DeliveryPlan) => {
    if (plan.files.length === 0) return;
    const paths = plan.files.map((file) => file.path);
    const [result, past] = await Promise.all([
      services.findConflicts(plan, active, signal),
      services.pastDeliveries(paths, active, signal),
    ]);
    // Without the state database every file is asked for, as if nothing had been delivered.
    if (!signal.aborted) dispatch({ type: "checked", result, past: past.ok ? past.value : [] });
  };
  try {
    const result = await services.planDelivery(selected, active, onProgress, signal);
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
  selected: readonly SelectedPath[],
): readonly [ReviewState, Dispatch<ReviewEvent>] => {
  const [state, dispatch] = useReducer(reviewReducer, initialReview);
  useEffect(() => {
    const stop = new AbortController();
    // Ends with an event, or with the abort below.
    void review(services, active, selected, dispatch, stop.signal);
    return () => stop.abort();
  }, [services, active, selected]);
  return [state, dispatch];
};
