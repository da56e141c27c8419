import { Worker } from "node:worker_threads";
import type { PackedFolder } from "../../../domain/packed-folder.ts";
import type { FolderAnswer } from "./folder-answer.ts";
import { threadError, threadProgram } from "./thread-program.ts";

/**
 * Reads and sorts a folder in a thread that ends with it: 100,000 objects made, moved and collected on the main
 * thread would hold up the keys. Rejects with what node:fs threw, or with the signal's reason.
 */
export const readWholeFolder = async (
  folder: string,
  signal: AbortSignal,
): Promise<PackedFolder> => {
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<PackedFolder>();
  const thread = new Worker(threadProgram("folder-thread"), { workerData: folder });
  const stop = () => reject(signal.reason);
  signal.addEventListener("abort", stop, { once: true });
  thread.on("message", (answer: FolderAnswer) => {
    if ("packed" in answer) resolve(answer.packed);
    else reject(threadError(answer.failed));
  });
  thread.on("error", reject);
  try {
    return await promise;
  } finally {
    signal.removeEventListener("abort", stop);
    await thread.terminate();
  }
};
