// A daemon with a queue in memory, as a process of its own.
import { ok } from "../../../src/domain/result.ts";
import { readBuildId } from "../../../src/services/adapters/daemon/build.ts";
import { ownIdentity } from "../../../src/services/adapters/daemon/private-folder.ts";
import { runDaemon } from "../../../src/daemon/run-daemon.ts";
import { stopSignal } from "../../../src/daemon/stop-signal.ts";
import { MemoryUploadQueue } from "../fakes/memory-upload-queue.ts";

const queue = new MemoryUploadQueue();
// A bundle has its id in it; here it is what the folder said when the process began.
const folder = process.env["LC_WORKER_FOLDER"] ?? "";
const id = await readBuildId(folder);
process.exitCode = await runDaemon(
  {
    stateFolder: process.env["S3_SFTP_HOME"] ?? "",
    runtimeFolder: process.env["XDG_RUNTIME_DIR"] ?? null,
    temporaryFolder: "/dev/null",
    version: process.env["LC_WORKER_VERSION"] ?? "1.0.0",
    build: id === null ? null : { id, folder },
    identity: ownIdentity(),
    tickMs: 300,
    openQueue: () =>
      Promise.resolve(
        ok({
          queue,
          start: () => Promise.resolve(),
          stop: async () => queue.stop(),
          keepSecret: () => undefined,
          refresh: () => undefined,
        }),
      ),
  },
  stopSignal(),
);
