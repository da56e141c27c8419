import { inspect } from "node:util";
import { hideSecrets } from "./hide-secrets.ts";
import { withSourcePositions } from "./source-positions.ts";

/** Where a bug is: its stack by the lines of src/, with every secret of the environment taken out. */
export const crashStack = (
  thrown: unknown,
  environment: Readonly<Record<string, string | undefined>>,
): string => {
  const text = thrown instanceof Error ? (thrown.stack ?? thrown.message) : inspect(thrown);
  return hideSecrets(withSourcePositions(text), environment);
};
