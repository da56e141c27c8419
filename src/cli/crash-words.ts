import { inspect } from "node:util";
import { withSourcePositions } from "../services/adapters/disk/source-positions.ts";
import { hideSecrets } from "./hide-secrets.ts";

/** A fault of ours for stderr: the stack by the lines of src/, with every secret of the environment taken out. */
export const crashWords = (
  thrown: unknown,
  environment: Readonly<Record<string, string | undefined>>,
): string => {
  const text = thrown instanceof Error ? (thrown.stack ?? thrown.message) : inspect(thrown);
  const shown = hideSecrets(withSourcePositions(text), environment);
  return `s3-sftp: internal error. Please report it. Your progress is saved.\n${shown}`;
};
