import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { writeDaemonRecord } from "../../../src/services/adapters/daemon/daemon-record.ts";
import { MemoryUploadQueue, requestFor } from "../../support/fakes/memory-upload-queue.ts";
import { runCli } from "../../support/processes/run-cli.ts";
import { serveQueue } from "../../support/sites/served-queue.ts";
import { standInSiteForEach } from "../../support/sites/stand-in-site.ts";
import { bucket, mebibyte, region } from "../../support/sites/stand-in-store.ts";
import { passphrase, storeConnection } from "../../support/sites/stored-connection.ts";
import { someBytes } from "../../support/values/bytes.ts";
import { createEventSchema } from "../../support/values/json-events.ts";
import { sender } from "../../support/values/s3-people.ts";

const site = standInSiteForEach();
const schema = createEventSchema();
const seen = new Set<string>();

/** Runs a command, and holds every line that it prints against the schema. */
const run = async (args: readonly string[], input: Uint8Array | string = "") => {
  const { stdout, events } = await runCli(args, {
    environment: { ...site.machine.environment, S3_SFTP_PASSPHRASE: passphrase },
    folder: site.machine.files,
    input,
  });
  expect(events).toHaveLength(stdout.trimEnd().split("\n").length);
  for (const event of events) {
    expect(schema.problems(event), JSON.stringify(event)).toBe("");
    const names = schema.namesOf(event);
    expect(
      names,
      `one event of the schema has all fields of ${JSON.stringify(event)}`,
    ).toHaveLength(1);
    for (const name of names) seen.add(name);
  }
  return events;
};

const setUp = async () => {
  const { environment } = site.machine;
  const address = { region, endpoint: site.s3.endpoint };
  await storeConnection({ environment, address, keys: sender(bucket), bucket });
  await site.machine.write("a.txt", "a");
  await site.machine.write("b.txt", "b");
};

const upload = ["upload", "--connection", "clinic", "--json"];

describe("the schema of docs/ holds for", () => {
  it("uploads: delivered, skipped, failed, left out, interrupted", async () => {
    await setUp();
    await run([...upload, "a.txt"]);
    const events = await run([...upload, "--min-age", "2h", "--exclude", "b*", ".", "../gone.txt"]);
    expect(events.at(-1)).toMatchObject({ leftOut: { filtered: 1, young: 1 }, failed: 1 });
    const misspelt = await run([...upload, "--exclude", "*.tpm", "a.txt"]);
    expect(misspelt.at(-1)).toMatchObject({ unmatched: [{ option: "--exclude" }] });
    const planned = await run([...upload, "--dry-run", "--include", "*.cvs", "a.txt"]);
    expect(planned.at(-1)).toMatchObject({ unmatched: [{ option: "--include" }] });
    const states = await run([...upload, "a.txt", "b.txt", "missing.txt"]);
    expect(new Set(states.map(({ state }) => state))).toEqual(
      new Set(["delivered", "failed", "skipped", undefined]),
    );
    await run([...upload, "--bucket", bucket, "--no-sha256", "--key", "k", "-"], someBytes(6));
    await run([...upload, "--dry-run", "a.txt", "missing.txt"]);
  });

  it("progress", async () => {
    await setUp();
    await site.machine.write("big.bin", someBytes(12));
    site.s3.reshape({ connectionBytesPerSecond: 4 * mebibyte });
    await run([...upload, "--progress", "big.bin"]);
    await run([...upload, "--progress", "--key", "k", "-"], someBytes(12));
  });

  it("history, receipts and checks", async () => {
    await setUp();
    const [delivered] = await run([...upload, "a.txt"]);
    expect(await run(["history", "--json"])).toHaveLength(1);
    await run(["receipt", "--json", String(delivered?.["receiptId"])]);
    const noted = await run([...upload, "--note", "November", "b.txt"]);
    const id = String(noted.at(-1)?.["batchId"]);
    expect(await run(["receipt", "--json", id])).toMatchObject([{ note: "November", files: 1 }]);
    await run(["doctor", "--json"]);
    site.s3.setUser({ ...sender(bucket), grants: [] });
    await run(["doctor", "--json"]);
    await run(["history", "--json", "--forget-before", "2020-01-01"]);
  });

  it("the status, with and without a background uploader", async () => {
    await run(["status", "--json"]);
    await run(["status", "--json", "--retry-log"]);
    const queue = new MemoryUploadQueue();
    const { socket, close } = await serveQueue(queue);
    const stateFolder = path.join(site.machine.home, "state");
    await mkdir(path.join(stateFolder, "worker"), { recursive: true, mode: 0o700 });
    await writeDaemonRecord(stateFolder, { socket, pid: process.pid, version: "1.0.0" });
    await queue.add([requestFor("/f/1.txt")]);
    expect(await run(["status", "--json"])).toHaveLength(2);
    await close();
    queue.stop();
    // What ends the daemon of a machine would end this process.
    await rm(path.join(stateFolder, "worker"), { recursive: true });
  });

  it("every event that it names: each of them was printed above", () => {
    expect(Array.from(seen).toSorted()).toEqual(schema.names.toSorted());
  });
});
