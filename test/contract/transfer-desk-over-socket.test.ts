import { MemoryDesk, requestFor } from "../support/memory-desk.ts";
import { serveDesk } from "../support/served-desk.ts";
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
