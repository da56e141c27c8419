import { randomBytes, randomFillSync } from "node:crypto";
import { createWriteStream } from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDiskFileSource } from "../../src/services/adapters/disk/disk-file-source.ts";
import type { StoreAddress, StoreCredentials } from "../../src/services/ports/object-store.ts";
import { startCeph } from "../support/processes/ceph.ts";
import { componentMissing } from "../support/processes/components.ts";
import { openOf } from "../support/processes/open-files.ts";
import { runCli } from "../support/processes/run-cli.ts";
import { startS3rver } from "../support/processes/s3rver.ts";
import { startSwift } from "../support/processes/swift.ts";
import { waitUntil } from "../support/processes/wait-until.ts";
import { killAfter, printedStates, startUpload } from "../support/sites/killed-upload.ts";
import { createSenderMachine, type SenderMachine } from "../support/sites/sender-machine.ts";
import { sha256Of } from "../support/values/bytes.ts";
import { isCampaign } from "../support/values/run-size.ts";
import { valueOf } from "../support/values/value-of.ts";

/** A store that nobody here wrote. */
interface RealStore {
  readonly address: StoreAddress;
  readonly bucket: string;
  readonly sender: StoreCredentials;
  sha256(key: string): Promise<string | null>;
  /** `PUT /bucket/key?query` */
  requests(): Promise<readonly string[]>;
  close(): Promise<void>;
}

const mebibyte = 1024 * 1024;
const largeMebibytes = isCampaign ? 5_120 : 64;
const partMebibytes = isCampaign ? 8 : 5;
const treeFiles = isCampaign ? 2_000 : 120;

const openCeph = async (): Promise<RealStore> => {
  const storeBytes = largeMebibytes * mebibyte * 2 + 2 * 1024 ** 3;
  const ceph = await startCeph({ storeBytes });
  // Its log has what the owner reads, too.
  const requests = async () =>
    (await ceph.requests()).map(({ line }) => line).filter((line) => !line.includes("looks-at="));
  return { ...ceph, requests };
};

const writeLarge = async (file: string): Promise<void> => {
  const piece = Buffer.alloc(mebibyte);
  const pieces = function* (): Generator<Buffer> {
    for (let n = 0; n < largeMebibytes; n += 1) yield Buffer.from(randomFillSync(piece));
  };
  await pipeline(pieces, createWriteStream(file));
};

const isPart = (line: string): boolean => line.startsWith("PUT ") && line.includes("partNumber=");
const isList = (line: string): boolean => line.startsWith("GET ");

const describeStore = (name: string, open: () => Promise<RealStore>): void => {
  describe(`the whole program on ${name}`, () => {
    let store: RealStore;
    let machine: SenderMachine;
    beforeAll(async () => {
      machine = await createSenderMachine();
      store = await open();
    }, 60_000);
    afterAll(async () => {
      await store.close();
      await machine.remove();
    });

    const upload = (args: readonly string[], input?: Uint8Array) =>
      runCli(["upload", "--json", "--bucket", store.bucket, ...args], {
        environment: machine.withKeys(store.address, store.sender),
        folder: machine.files,
        ...(input && { input }),
      });

    it("delivers a tree, keeps what was there before, and lists in bulk", async () => {
      const names = Array.from({ length: treeFiles }, (_, at) => `tree/${at % 7}/file ${at}.txt`);
      for (const each of names) await machine.write(each, `content of ${each}`);
      await machine.write("theirs.txt", "was here before");
      const theirs = names[5] ?? "";
      const seed = await upload(["--key", theirs, "theirs.txt"]);
      expect(seed.code).toBe(0);
      const before = (await store.requests()).filter(isList).length;
      const sent = await upload(["tree"]);
      expect(sent.code).toBe(0);
      const states = sent.events.filter(({ event }) => event === "transfer");
      expect(states.filter(({ state }) => state === "delivered")).toHaveLength(treeFiles - 1);
      expect(states.filter(({ state }) => state === "skipped")).toHaveLength(1);
      expect(await store.sha256(theirs)).toBe(sha256Of(Buffer.from("was here before")));
      for (const each of [names[0], names[6], names.at(-1)])
        expect(await store.sha256(each ?? "")).toBe(sha256Of(Buffer.from(`content of ${each}`)));
      expect((await store.requests()).filter(isList).length - before).toBeLessThanOrEqual(3);
    });

    it("finds a free name for a taken one, and replaces when told to", async () => {
      await machine.write("report.csv", "first");
      expect((await upload(["report.csv"])).code).toBe(0);
      await machine.write("report.csv", "second");
      expect((await upload(["--conflict", "rename", "report.csv"])).code).toBe(0);
      expect(await store.sha256("report.csv")).toBe(sha256Of(Buffer.from("first")));
      expect(await store.sha256("report (2).csv")).toBe(sha256Of(Buffer.from("second")));
      await machine.write("report.csv", "third");
      expect((await upload(["--conflict", "replace", "report.csv"])).code).toBe(0);
      expect(await store.sha256("report.csv")).toBe(sha256Of(Buffer.from("third")));
    });

    it("takes standard input of several parts, and not over what is there", async () => {
      const input = randomBytes(36 * mebibyte);
      const sent = await upload(["--key", "stream.bin", "-"], input);
      expect(sent.code).toBe(0);
      expect(await store.sha256("stream.bin")).toBe(sha256Of(input));
      const again = await upload(["--key", "stream.bin", "-"], Buffer.from("another"));
      expect(again.events).toContainEqual(expect.objectContaining({ state: "skipped" }));
      expect(await store.sha256("stream.bin")).toBe(sha256Of(input));
    });

    it(`goes on after kill -9 in ${largeMebibytes} MiB, and sends again only what was under way`, async () => {
      const file = path.join(machine.files, "large.bin");
      await writeLarge(file);
      const parts = async () => (await store.requests()).filter(isPart).length;
      const before = await parts();
      const to = { address: store.address, bucket: store.bucket, keys: store.sender };
      const limit = `${Math.ceil(largeMebibytes / 4)}MiB/s`;
      const running = startUpload(machine, to, ["--limit", limit, "large.bin"]);
      await waitUntil("two parts are stored", async () => (await parts()) >= before + 2, 60_000);
      const { pid } = running.child;
      const underWay = pid === undefined ? 0 : (await openOf(pid)).sockets;
      expect(await killAfter(running, 0)).toBe(true);
      const last = await startUpload(machine, to, ["large.bin"]).ended;
      expect(printedStates(last)["large.bin"]).toBe("delivered");
      const digest = createDiskFileSource().digest(file, AbortSignal.timeout(300_000));
      expect(await store.sha256("large.bin")).toBe(valueOf(await digest).sha256);
      const needed = Math.ceil(largeMebibytes / partMebibytes);
      expect((await parts()) - before - needed).toBeLessThanOrEqual(underWay);
    });

    it("has asked for nothing but lists, puts and uploads in parts", async () => {
      const others = (await store.requests()).filter(
        (line) => !/^(?:GET \/\S*[?&](?:list-type|prefix)=|PUT |POST \S*\?upload)/u.test(line),
      );
      expect(others).toEqual([]);
    });
  });
};

describe.runIf(!componentMissing("ceph"))("with two rights", () =>
  describeStore("Ceph RGW", openCeph),
);
describe.runIf(!componentMissing("swift"))("with the account's own key", () =>
  describeStore("OpenStack Swift", startSwift),
);
describeStore("s3rver", startS3rver);
