// The real daemon under the version of an older release, as it still runs when the program was updated.
import { composeDaemon } from "../../../src/wiring/compose-queue.ts";
import { appPaths } from "../../../src/services/adapters/disk/paths.ts";
import { ownIdentity } from "../../../src/services/adapters/daemon/private-folder.ts";
import { runDaemon } from "../../../src/daemon/run-daemon.ts";
import { stopSignal } from "../../../src/daemon/stop-signal.ts";

const exitCode = await runDaemon(
  {
    ...appPaths(process.env),
    version: "0.0.1",
    build: null,
    identity: ownIdentity(),
    tickMs: 5_000,
    openQueue: () => composeDaemon(process.env),
  },
  stopSignal(),
);
process.exit(exitCode);
