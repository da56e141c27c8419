import { spawnSync } from "node:child_process";
import { chmod } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MemoryUploadQueue } from "../support/fakes/memory-upload-queue.ts";
import { serveQueue } from "../support/sites/served-queue.ts";
import type { ServedQueue } from "../support/sites/served-queue.ts";

const nobody = 65_534;

// Only root can become somebody else. Elsewhere the modes are asserted in socket-queue-server.test.ts.
describe.runIf(process.getuid?.() === 0)("another user of the machine", () => {
  let queue: MemoryUploadQueue;
  let served: ServedQueue;
  let runFolder = "";
  beforeEach(async () => {
    queue = new MemoryUploadQueue();
    served = await serveQueue(queue);
    runFolder = path.dirname(served.socket);
    await chmod(path.dirname(runFolder), 0o755);
  });
  afterEach(async () => {
    await served.close();
    queue.stop();
  });

  /** What that user gets for an attempt on the socket: "connected", or the error's code. */
  const tryAs = (uid: number) => {
    // Becomes that user after the start: the folder of Node need not be open to them.
    const script = `
      process.setgroups([]);
      process.setgid(${uid});
      process.setuid(${uid});
      const socket = require("node:net").createConnection(process.argv[1]);
      socket.on("connect", () => { console.log("connected"); process.exit(); });
      socket.on("error", (error) => console.log(error.code));`;
    const { stdout } = spawnSync(process.execPath, ["-e", script, served.socket], { cwd: "/" });
    return stdout.toString().trim();
  };

  it("is stopped by the folder, and by the socket's own mode behind it", async () => {
    expect(tryAs(0)).toBe("connected");
    expect(tryAs(nobody)).toBe("EACCES");
    await chmod(runFolder, 0o755);
    expect(tryAs(nobody)).toBe("EACCES");
    await chmod(served.socket, 0o777);
    expect(tryAs(nobody)).toBe("connected");
  });
});
