import { MemoryUploadQueue, requestFor } from "../support/fakes/memory-upload-queue.ts";
import { serveQueue } from "../support/sites/served-queue.ts";
import { createTestQueue, requestFor as requestForFile } from "../support/fakes/upload-queue.ts";
import { describeUploadQueue } from "./upload-queue.suite.ts";

const surroundings = (queue: MemoryUploadQueue) => ({
  request: (name: string) => requestFor(`/files/${name}`),
  missing: requestFor("/files/missing.txt"),
  letThrough: () => queue.letThrough(),
});

describeUploadQueue("the desk in memory", async () => {
  const queue = new MemoryUploadQueue();
  return { ...surroundings(queue), queue, close: async () => queue.stop() };
});

describeUploadQueue("a desk behind a socket", async () => {
  const queue = new MemoryUploadQueue();
  const served = await serveQueue(queue);
  return {
    ...surroundings(queue),
    queue: await served.connect(),
    close: async () => {
      await served.close();
      queue.stop();
    },
  };
});

describeUploadQueue("an upload queue behind a socket", async () => {
  const { queue, files, store } = createTestQueue();
  store.closeGate();
  queue.start();
  const served = await serveQueue(queue);
  return {
    queue: await served.connect(),
    request: (name) => {
      files.write(`/data/${name}`, new TextEncoder().encode(name));
      return requestForFile(`/data/${name}`);
    },
    missing: requestForFile("/data/missing"),
    letThrough: () => store.openGate(),
    close: async () => {
      await served.close();
      await queue.stop();
    },
  };
});
