import { lacksPassphrase } from "../domain/retry.ts";
import type { UploadQueue } from "../services/ports/upload-queue.ts";

/**
 * The queue of a daemon, which has no passphrase: a token that is not in the encrypted file is to it one that it may not
 * read. Where the file is open here, the daemon has been told all that is in it: the token that it lacks is missing.
 */
export const tellMissingToken = (
  queue: UploadQueue,
  isFileLocked: () => Promise<boolean>,
): UploadQueue => ({
  ...queue,
  snapshot: async (window) => {
    const snapshot = await queue.snapshot(window);
    if (!lacksPassphrase(snapshot.log.trouble) || (await isFileLocked())) return snapshot;
    const trouble = { code: "NotSetUp", missing: "logToken" } as const;
    return { ...snapshot, log: { ...snapshot.log, trouble } };
  },
});
