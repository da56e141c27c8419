#!/usr/bin/env node
// The queue in a process of its own. Started by the app, without arguments, terminal or secrets.
import manifest from "../../package.json" with { type: "json" };
import { composeDaemon } from "../wiring/compose-queue.ts";
import { exitCodes } from "../domain/exit-codes.ts";
import { appPaths } from "../services/adapters/disk/paths.ts";
import { crashStack } from "../crash/crash-stack.ts";
import { thisBuild } from "../services/adapters/daemon/build.ts";
import { ownIdentity } from "../services/adapters/daemon/private-folder.ts";
import { daemonFolder } from "../services/adapters/daemon/daemon-record.ts";
import { lowerPriority } from "./lower-priority.ts";
import { runDaemon } from "./run-daemon.ts";
import { stopSignal } from "./stop-signal.ts";
import { createDaemonLog } from "./daemon-log.ts";

/** Often enough to notice a lost socket, seldom enough to cost nothing. */
const tickMs = 5_000;

const paths = appPaths(process.env);

process.on("uncaughtException", (error) => {
  // The state on disk is whole; the next daemon goes on from it.
  const log = createDaemonLog(daemonFolder(paths.stateFolder), () => Date.now());
  log("crash", { stack: crashStack(error, process.env) });
  process.exit(exitCodes.bug);
});

await lowerPriority();

// Loaded now: an update of the program may replace the files that a later import would look for.
await Promise.all([
  import("../services/adapters/http/http-log-sink.ts"),
  import("../services/adapters/s3/s3-object-store.ts"),
]);

const exitCode = await runDaemon(
  {
    ...paths,
    version: manifest.version,
    build: thisBuild(),
    identity: ownIdentity(),
    tickMs,
    openQueue: () => composeDaemon(process.env),
  },
  stopSignal(),
);
// A keychain that never answered, or an idle connection, would keep the process alive.
process.exit(exitCode);
