#!/usr/bin/env node
// The queue in a process of its own. Started by the app, without arguments, terminal or secrets.
import manifest from "../../package.json" with { type: "json" };
import { crashStack } from "../crash/crash-stack.ts";
import { exitCodes } from "../domain/exit-codes.ts";
import { thisBuild } from "../services/adapters/daemon/build.ts";
import { composeDaemon, loadAdapters } from "../wiring/daemon-queue.ts";
import { openPlatform } from "../wiring/platform.ts";
import { ownIdentity } from "../services/adapters/daemon/private-folder.ts";
import { daemonFolder } from "../services/adapters/daemon/daemon-record.ts";
import { lowerPriority } from "./lower-priority.ts";
import { runDaemon } from "./run-daemon.ts";
import { stopSignal } from "./stop-signal.ts";
import { createDaemonLog } from "./daemon-log.ts";

/** Often enough to notice a lost socket, seldom enough to cost nothing. */
const tickMs = 5_000;

const platform = openPlatform(process.env);
const { paths } = platform;

process.on("uncaughtException", (error) => {
  // The state on disk is whole; the next daemon goes on from it.
  const log = createDaemonLog(daemonFolder(paths.stateFolder), () => Date.now());
  log("crash", { stack: crashStack(error, process.env) });
  process.exit(exitCodes.bug);
});

await lowerPriority();

await loadAdapters();

const exitCode = await runDaemon(
  {
    ...paths,
    version: manifest.version,
    build: thisBuild(),
    identity: ownIdentity(),
    tickMs,
    openQueue: () => composeDaemon(platform),
  },
  stopSignal(),
);
// A keychain that never answered, or an idle connection, would keep the process alive.
process.exit(exitCode);
