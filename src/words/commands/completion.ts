import { safe } from "../safe.ts";

/** Sentences of `s3-sftp completion`. */
export const completionWords = {
  unknownShell: (typed: string, shells: readonly string[]): string =>
    `s3-sftp: completion does not know "${safe(typed)}"; it supports ${shells.join(", ")}`,
} as const;
