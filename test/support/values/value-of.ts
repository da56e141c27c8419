import type { Result } from "../../../src/domain/result.ts";

/** The value of a success; throws with the error otherwise. */
export const valueOf = <T>(result: Result<T, unknown>): T => {
  if (!result.ok) throw new Error(`expected a value, got ${JSON.stringify(result.error)}`);
  return result.value;
};
