import type { AppError } from "../../../domain/errors.ts";
import { fail, ok, type Result } from "../../../domain/result.ts";

/** The AppError for what was thrown; null for a bug. */
export type ToAppError = (thrown: unknown) => AppError | null;

const failed = (thrown: unknown, toError: ToAppError): Result<never, AppError> => {
  const error = toError(thrown);
  if (!error) throw thrown;
  return fail(error);
};

/** Runs `work`: what `toError` knows comes back, bugs throw. */
export const guard = <T>(toError: ToAppError, work: () => T): Result<T, AppError> => {
  try {
    return ok(work());
  } catch (thrown) {
    return failed(thrown, toError);
  }
};

/** As `guard`, for work that waits for the disk. */
export const guardAsync = async <T>(
  toError: ToAppError,
  work: () => T | Promise<T>,
): Promise<Result<T, AppError>> => {
  try {
    return ok(await work());
  } catch (thrown) {
    return failed(thrown, toError);
  }
};
