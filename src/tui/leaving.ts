import type { AppError } from "../domain/errors.ts";
import { isUnreachable } from "../domain/retry.ts";
import type { AppServices } from "./services.ts";

/** True when something has stopped the queue that does not pass by itself: nothing is sent before a person mends it. */
export const isStoppedForGood = (trouble: AppError | null): boolean =>
  trouble !== null && !isUnreachable(trouble);

/** Whether unfinished uploads continue after quitting: a process of its own has them, and nothing has stopped them. */
export const continuesAfterQuit = (
  services: Pick<AppServices, "daemon">,
  isStopped: boolean,
): boolean => !isStopped && (services.daemon?.().isDetached ?? false);
