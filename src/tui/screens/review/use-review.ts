import { type Dispatch, useEffect, useReducer, useRef, useState } from "react";
import type { SelectedPath, DeliveryPlan } from "../../../domain/delivery-plan.ts";
import type { ActiveDestination } from "../../../domain/active-destination.ts";
import { lacksPassphrase } from "../../../domain/retry.ts";
import type { AppServices } from "../../services.ts";
import type { ReviewScreenProps } from "../screen-props.ts";
import {
  initialReview,
  reviewReducer,
  type ReviewEvent,
  type ReviewState,
} from "./review-reducer.ts";

const progressEveryMs = 250;

/** What a review asks of services, and whom it tells. */
interface Asking {
  readonly services: AppServices;
  readonly active: ActiveDestination;
  readonly dispatch: Dispatch<ReviewEvent>;
  readonly signal: AbortSignal;
}

/** Looks for taken keys. `onLocked`: the passphrase is missing for that; null says so like any other failure. */
const check = async (
  { services, active, dispatch, signal }: Asking,
  plan: DeliveryPlan,
  onLocked: ((plan: DeliveryPlan) => void) | null,
): Promise<void> => {
  const paths = plan.files.map((file) => file.path);
  const [result, past] = await Promise.all([
    services.findConflicts(plan, active, signal),
    services.pastDeliveries(paths, active, signal),
  ]);
  if (signal.aborted) return;
  if (!result.ok && lacksPassphrase(result.error) && onLocked !== null) {
    onLocked(plan);
    return;
  }
  // Without the state database every file is asked for, as if nothing had been delivered.
  dispatch({ type: "checked", result, past: past.ok ? past.value : [] });
};

const review = async (
  asking: Asking,
  selected: readonly SelectedPath[],
  onLocked: (plan: DeliveryPlan) => void,
): Promise<void> => {
  const { services, active, dispatch, signal } = asking;
  let reportedAtMs = performance.now();
  const onProgress = (files: number, bytes: number) => {
    const nowMs = performance.now();
    if (signal.aborted || nowMs - reportedAtMs < progressEveryMs) return;
    reportedAtMs = nowMs;
    dispatch({ type: "walked", files, bytes });
  };
  const result = await services.planDelivery(selected, active, onProgress, signal);
  if (signal.aborted) return;
  dispatch({ type: "planned", result });
  if (result.ok && result.value.files.length > 0) await check(asking, result.value, onLocked);
};

/** Whoever leaves the screen waits for nothing any more. */
const unlessLeft = async (work: Promise<void>, signal: AbortSignal): Promise<void> => {
  try {
    await work;
  } catch (error) {
    if (!signal.aborted) throw error;
  }
};

/**
 * Walks the selection and asks the store for taken keys; leaving the screen stops both. Where the passphrase is missing
 * it is asked for, and the question is put once more when the review is in front again.
 */
export const useReview = ({
  services,
  active,
  selected,
  isVisible,
  navigate,
}: ReviewScreenProps): readonly [ReviewState, Dispatch<ReviewEvent>] => {
  const [state, dispatch] = useReducer(reviewReducer, initialReview);
  const [locked, setLocked] = useState<DeliveryPlan | null>(null);
  const ask = useRef(navigate);
  useEffect(() => {
    ask.current = navigate;
  });
  useEffect(() => {
    const stop = new AbortController();
    const onLocked = (plan: DeliveryPlan) => {
      ask.current({ type: "unlock" });
      setLocked(plan);
    };
    const asking = { services, active, dispatch, signal: stop.signal };
    // Ends with an event, or with the abort below.
    void unlessLeft(review(asking, selected, onLocked), stop.signal);
    return () => stop.abort();
  }, [services, active, selected]);
  useEffect(() => {
    if (locked === null || !isVisible) return undefined;
    const stop = new AbortController();
    const asking = { services, active, dispatch, signal: stop.signal };
    const checkOnce = async () => {
      await check(asking, locked, null);
      if (!stop.signal.aborted) setLocked(null);
    };
    void unlessLeft(checkOnce(), stop.signal);
    return () => stop.abort();
  }, [services, active, locked, isVisible]);
  return [state, dispatch];
};
