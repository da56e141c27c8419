import { displayName } from "../domain/display-name.ts";
import { prepareDebugFile } from "../wiring/debug-log.ts";

/** Makes the file of S3_SFTP_DEBUG. A sentence when it cannot be written: who asked for it wants to know at once. */
export const debugFileProblem = (file: string): string | null => {
  const code = prepareDebugFile(file);
  return code === null
    ? null
    : `the file in S3_SFTP_DEBUG cannot be written (${code}): ${displayName(file)}\n` +
        "  Set S3_SFTP_DEBUG to a file in a folder that you can write to, or unset it.";
};
