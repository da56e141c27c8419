import { crashStack } from "../crash/crash-stack.ts";

/** A fault of ours for stderr. Holds no secret of the environment. */
export const crashWords = (
  thrown: unknown,
  environment: Readonly<Record<string, string | undefined>>,
): string =>
  `s3-sftp: internal error. Please report it. Your progress is saved.\n${crashStack(thrown, environment)}`;
