import { createTestQueue, requestFor } from "../support/fakes/upload-queue.ts";
import { describeUploadQueue } from "./upload-queue.suite.ts";

describeUploadQueue("an upload queue", async () => {
  const { queue, files, store } = createTestQueue();
  store.closeGate();
  queue.start();
  return {
    queue: queue,
    request: (name) => {
      files.write(`/data/${name}`, new TextEncoder().encode(name));
      return requestFor(`/data/${name}`);
    },
    missing: requestFor("/data/missing"),
    letThrough: () => store.openGate(),
    close: () => queue.stop(),
  };
});
