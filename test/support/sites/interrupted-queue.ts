import { expect } from "vitest";
import type { TransferStore } from "../../../src/services/ports/transfer-store.ts";
import { createTestQueue, requestFor } from "../fakes/upload-queue.ts";
import { valueOf } from "../values/value-of.ts";

/** Numbers of the parts that were sent, in the order of the calls. */
export const partCalls = (calls: readonly string[]) =>
  calls
    .filter((call) => call.startsWith("uploadPart"))
    .map((call) => Number(call.split(" ").at(-1)));

/** A run that is interrupted when the store has taken three parts and more wait at its gate. */
export const interrupted = async (bytes: Uint8Array, transfers: TransferStore) => {
  const test = createTestQueue({ transfers });
  test.files.write("/data/big", bytes);
  test.queue.start();
  const { uploadPart } = test.store;
  let taken = 0;
  test.store.uploadPart = (params) => {
    taken += 1;
    if (taken > 3) test.store.closeGate();
    return uploadPart(params);
  };
  valueOf(await test.queue.add([requestFor("/data/big")]));
  await expect.poll(async () => (await test.rows())[0]?.partsDone).toBe(3);
  await test.queue.stop();
  test.store.uploadPart = uploadPart;
  test.store.openGate();
  return test;
};
