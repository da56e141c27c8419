// The real daemon under the version of an older release, as it still runs when the program was updated.
import { composeDaemon } from "../../../src/wiring/daemon-queue.ts";
import { openPlatform } from "../../../src/wiring/platform.ts";
import { ownIdentity } from "../../../src/services/adapters/daemon/private-folder.ts";
import { runDaemon } from "../../../src/daemon/run-daemon.ts";
import { stopSignal } from "../../../src/daemon/stop-signal.ts";

const platform = openPlatform(process.env);
const exitCode = await runDaemon(
  {
    ...platform.paths,
    version: "0.0.1",
    build: null,
    identity: ownIdentity(),
    tickMs: 5_000,
    openQueue: () => composeDaemon(platform),
  },
  stopSignal(),
);
process.exit(exitCode);
