import { connect, createServer } from "node:net";
import path from "node:path";
import { pipeline } from "node:stream";
import { describe, expect, it } from "vitest";
import { errorWords, errorLine } from "../../src/words/errors/error-words.ts";
import { uploadWords } from "../../src/words/commands/upload.ts";
import { sha256Of, someBytes } from "../support/values/bytes.ts";
import { killAfter, standInStore, startUpload } from "../support/sites/killed-upload.ts";
import { standInSiteForEach } from "../support/sites/stand-in-site.ts";
import { listenOnLoopback } from "../../src/demo/loopback.ts";
import { runCli } from "../support/processes/run-cli.ts";
import { sender } from "../support/values/s3-people.ts";
import { bucket, mebibyte, region } from "../support/sites/stand-in-store.ts";
import { waitUntil } from "../support/processes/wait-until.ts";

const name = "export.csv";

const site = standInSiteForEach();

/** A run that is killed when a part has arrived. */
const interrupt = async (bytes: Uint8Array) => {
  await site.machine.write(name, bytes);
  site.s3.reshape({ connectionBytesPerSecond: 8 * mebibyte });
  const running = startUpload(site.machine, standInStore(site.s3), [name]);
  const isBegun = () =>
    site.s3.log.some(({ operation, status }) => operation === "UploadPart" && status === 200);
  await waitUntil("a part is acknowledged", isBegun, 30_000);
  await killAfter(running, 50);
  site.s3.reshape({ connectionBytesPerSecond: null });
};

const fileOf = (file: string): string => path.join(site.machine.files, file);

const nameAgain = () => startUpload(site.machine, standInStore(site.s3), [name]).ended;

describe("an interrupted upload that is named again", () => {
  it("starts again and says why when the store has forgotten it", async () => {
    const bytes = someBytes(40);
    await interrupt(bytes);
    await site.s3.removeUploads(bucket);
    const { code, events, stderr } = await nameAgain();
    expect(code).toBe(0);
    expect(stderr).toContain(
      uploadWords.startingOver(fileOf(name), errorLine({ code: "UploadExpired" })),
    );
    expect(events[0]).toMatchObject({ state: "delivered", sha256: sha256Of(bytes) });
  });

  it("starts again and says why when the file was made anew", async () => {
    await interrupt(someBytes(40));
    const anew = someBytes(30, 8);
    await site.machine.write(name, anew);
    const { code, events, stderr } = await nameAgain();
    const { happened } = errorWords({ code: "FileChanged", path: name, what: ["size"] });
    expect(stderr).toContain(uploadWords.startingOver(fileOf(name), happened.slice(0, -1)));
    expect(code).toBe(0);
    expect(events[0]).toMatchObject({ state: "delivered", sha256: sha256Of(anew) });
    expect(await site.s3.sha256(bucket, name)).toBe(sha256Of(anew));
  });
});

/** Passes connections on to the store, and counts what is sent to it. */
const countSent = async (endpoint: string) => {
  const { hostname, port } = new URL(endpoint);
  const count = { bytes: 0 };
  const relay = createServer((socket) => {
    const store = connect(Number(port), hostname);
    socket.on("data", (chunk: Buffer) => (count.bytes += chunk.length));
    pipeline(socket, store, socket, () => undefined); // either side may leave as it likes
  });
  const relayPort = await listenOnLoopback(relay, 0);
  return { count, endpoint: `http://127.0.0.1:${relayPort}`, close: () => relay.close() };
};

describe("files that were delivered, when they are named again", () => {
  it("are skipped for next to no bytes", async () => {
    const names = Array.from({ length: 40 }, (_, index) => `${index}.bin`);
    for (const [index, one] of names.entries()) await site.machine.write(one, someBytes(1, index));
    const relay = await countSent(site.s3.endpoint);
    const environment = site.machine.withKeys({ region, endpoint: relay.endpoint }, sender(bucket));
    const upload = () =>
      runCli(["upload", "--json", "--bucket", bucket, ...names], {
        environment,
        folder: site.machine.files,
      });
    const summaryOf = async () => (await upload()).events.at(-1);
    expect(await summaryOf()).toMatchObject({ delivered: 40 });
    expect(relay.count.bytes).toBeGreaterThan(40 * mebibyte);
    relay.count.bytes = 0;
    expect(await summaryOf()).toMatchObject({ delivered: 0, skipped: 40 });
    expect(relay.count.bytes).toBeLessThan(100_000);
    relay.close();
  });
});
