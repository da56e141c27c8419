import { readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { S3StandIn } from "../../../src/demo/s3-stand-in.ts";
import type { StoreAddress, StoreCredentials } from "../../../src/services/ports/object-store.ts";
import { sha256Of } from "../values/bytes.ts";
import { startCli, type CliResult, type RunningCli } from "../processes/run-cli.ts";
import { sender } from "../values/s3-people.ts";
import type { SenderMachine } from "./sender-machine.ts";
import { bucket, region } from "./stand-in-store.ts";

/** Where a killed upload goes. */
export interface UploadStore {
  readonly address: StoreAddress;
  readonly bucket: string;
  readonly keys: StoreCredentials;
}

/** The stand-in's bucket, with the sender's two rights. */
export const standInStore = (s3: S3StandIn): UploadStore => ({
  address: { region, endpoint: s3.endpoint },
  bucket,
  keys: sender(bucket),
});

/** The installed program, sending `names` in a process that a test may kill. */
export const startUpload = (
  machine: SenderMachine,
  store: UploadStore,
  names: readonly string[],
): RunningCli =>
  startCli(["upload", "--json", "--bucket", store.bucket, ...names], {
    environment: machine.withKeys(store.address, store.keys),
    folder: machine.files,
  });

/** Kills after `ms`, unless it ends before; true when it was killed. */
export const killAfter = async (running: RunningCli, ms: number): Promise<boolean> => {
  const ended = await Promise.race([running.ended.then(() => true), wait(ms, false)]);
  if (!ended) running.child.kill("SIGKILL");
  await running.ended;
  return !ended;
};

/** The names whose objects equal their files; throws when one differs. The others are absent. */
export const checkObjects = async (
  s3: S3StandIn,
  machine: SenderMachine,
  names: readonly string[],
): Promise<readonly string[]> => {
  const present: string[] = [];
  for (const name of names) {
    const held = await s3.sha256(bucket, name);
    if (held === null) continue;
    if (held !== sha256Of(await readFile(path.join(machine.files, name))))
      throw new Error(`the object ${name} is not the file`);
    present.push(name);
  }
  return present;
};

/** Acknowledged requests of one kind that an earlier one had made needless: how much was sent twice. */
export const sentTwice = (s3: S3StandIn, operation: "UploadPart" | "PutObject"): number => {
  const acked = s3.log.filter((entry) => entry.operation === operation && entry.status === 200);
  const different = new Set(acked.map(({ key, partNumber }) => `${key} ${partNumber}`));
  return acked.length - different.size;
};

/** The states that a run printed, by file name. */
export const printedStates = (result: CliResult): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    result.events
      .filter(({ event }) => event === "transfer")
      .map(({ path: file, state }) => [path.basename(String(file)), state]),
  );
