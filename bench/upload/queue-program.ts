// Run as a program: FOLDER HOME. Queues every file of FOLDER and prints how long that took, and a frame's snapshot.
import { readdir } from "node:fs/promises";
import path from "node:path";
import { composeQueue } from "../../src/wiring/local-queue.ts";
import { keepHeapSmall } from "../../src/wiring/keep-heap-small.ts";
import { openPlatform } from "../../src/wiring/platform.ts";
import { openTransferStore } from "../../src/services/adapters/disk/sqlite-transfer-store.ts";

// As the programs do that queue: flags, and so many files with one call.
keepHeapSmall("uploads");
const filesAtOnce = 1_000;
const [folder = "", home = ""] = process.argv.slice(2);
const transfers = openTransferStore(path.join(home, "state.db"));
if (!transfers.ok) throw new Error(transfers.error.code);
const platform = openPlatform({ ...process.env, S3_SFTP_HOME: home });
const { queue } = composeQueue(platform, transfers.value);
const target = { connection: "bench", bucket: "bench" };
const names = await readdir(folder);
const startedMs = performance.now();
let queued = 0;
for (let at = 0; at < names.length; at += filesAtOnce) {
  const added = await queue.add(
    names.slice(at, at + filesAtOnce).map((name) => ({
      path: path.join(folder, name),
      target: { ...target, key: name },
      conflict: "skip",
      options: {},
    })),
  );
  if (!added.ok) throw new Error(added.error.code);
  queued += added.value.filter((each) => "id" in each).length;
}
const readyMs = performance.now() - startedMs;
const frames: number[] = [];
for (let frame = 0; frame < 50; frame += 1) {
  const frameMs = performance.now();
  await queue.snapshot({ from: frame * 1000, count: 40 });
  frames.push(performance.now() - frameMs);
}
const snapshotMs = frames.toSorted((a, b) => a - b)[25] ?? 0;
const peakRssBytes = process.resourceUsage().maxRSS * 1024;
process.stdout.write(`${JSON.stringify({ queued, readyMs, snapshotMs, peakRssBytes })}\n`);
transfers.value.close();
