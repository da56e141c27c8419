import { MemoryDesk, requestFor } from "../support/memory-desk.ts";
import { serveDesk } from "../support/served-desk.ts";
import { createTestQueue, requestFor as requestForFile } from "../support/upload-queue.ts";
import { describeTransferDesk } from "./transfer-desk.contract.ts";

const surroundings = (desk: MemoryDesk) => ({
  request: (name: string) => requestFor(`/files/${name}`),
  missing: requestFor("/files/missing.txt"),
  letThrough: () => desk.letThrough(),
});

describeTransferDesk("the desk in memory", async () => {
  const desk = new MemoryDesk();
  return { ...surroundings(desk), desk, close: async () => desk.stop() };
});

describeTransferDesk("a desk behind a socket", async () => {
  const desk = new MemoryDesk();
  const served = await serveDesk(desk);
  return {
    ...surroundings(desk),
    desk: await served.connect(),
    close: async () => {
      await served.close();
      desk.stop();
    },
  };
});

describeTransferDesk("an upload queue behind a socket", async () => {
  const { queue, files, store } = createTestQueue();
  store.closeGate();
  queue.start();
  const served = await serveDesk(queue);
  return {
    desk: await served.connect(),
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
