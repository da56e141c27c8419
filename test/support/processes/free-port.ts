import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";

// Below those that systems give to connections and to port 0 (Linux: from 32768 on): some programs take ten seconds to
// listen, and another test's connection would take such a port meanwhile.
const lowest = 15_000;
const above = 31_000;

const isFree = async (port: number): Promise<boolean> => {
  const probe = createServer().listen(port, "127.0.0.1");
  try {
    await once(probe, "listening");
  } catch {
    return false;
  }
  probe.close();
  await once(probe, "close");
  return true;
};

/** A port of loopback where nobody listens now, and where nobody will by chance. */
export const freePort = async (): Promise<number> => {
  for (;;) {
    const port = randomInt(lowest, above);
    if (await isFree(port)) return port;
  }
};
