import { randomFillSync } from "node:crypto";
import { createWriteStream } from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDiskFileSource } from "../../src/services/adapters/disk/disk-file-source.ts";
import { startCeph, type Ceph } from "../support/processes/ceph.ts";
import { componentMissing } from "../support/processes/components.ts";
import {
  killAfter,
  printedStates,
  startUpload,
  type UploadStore,
} from "../support/sites/killed-upload.ts";
import { openOf } from "../support/processes/open-files.ts";
import { campaignSeeds, randomFrom } from "../support/values/seeds.ts";
import { createSenderMachine, type SenderMachine } from "../support/sites/sender-machine.ts";
import { isCampaign } from "../support/values/run-size.ts";
import { valueOf } from "../support/values/value-of.ts";
import { waitUntil } from "../support/processes/wait-until.ts";

const mebibytes = isCampaign ? 2_048 : 96;
const kills = isCampaign ? 20 : 3;
const partBytes = isCampaign ? 8 : 5;

const writeLarge = async (file: string): Promise<void> => {
  const piece = Buffer.alloc(1024 * 1024);
  const pieces = function* (): Generator<Buffer> {
    for (let n = 0; n < mebibytes; n += 1) yield Buffer.from(randomFillSync(piece));
  };
  await pipeline(pieces, createWriteStream(file));
};

describe.runIf(!componentMissing("ceph"))("on a real store, with two rights", () => {
  let ceph: Ceph;
  let machine: SenderMachine;
  beforeAll(async () => {
    machine = await createSenderMachine();
    // Every killed run may leave parts behind, which a two-right key cannot remove.
    ceph = await startCeph({ storeBytes: mebibytes * 1024 * 1024 * 4 + 2 * 1024 ** 3 });
  });
  afterAll(async () => {
    await ceph.close();
    await machine.remove();
  });

  it.each(campaignSeeds(1, 1))(
    `${kills} times kill -9 during ${mebibytes} MiB: the object equals the file, and only what was under way is sent twice (seed %i)`,
    { timeout: isCampaign ? 1_800_000 : 170_000 },
    async (seed) => {
      const random = randomFrom(seed);
      const file = path.join(machine.files, "large.bin");
      await writeLarge(file);
      const store: UploadStore = { address: ceph.address, bucket: ceph.bucket, keys: ceph.sender };
      const ackedParts = async () =>
        (await ceph.requests()).filter(
          ({ line, status }) =>
            line.startsWith("PUT ") && line.includes("partNumber=") && status === 200,
        );
      let underWay = 0;
      let killed = 0;
      for (let kill = 0; kill < kills; kill += 1) {
        const before = (await ackedParts()).length;
        // A quarter of the file a second: else a quick machine has sent it all before the last kill.
        const limit = `${Math.ceil(mebibytes / 4)}MiB/s`;
        const running = startUpload(machine, store, ["--limit", limit, "large.bin"]);
        await waitUntil(
          "a part is acknowledged, or all of them were before",
          async () => running.child.exitCode !== null || (await ackedParts()).length > before,
          60_000,
        );
        await wait(random() * 400);
        const { pid, exitCode } = running.child;
        if (pid !== undefined && exitCode === null) {
          underWay += (await openOf(pid)).sockets;
          killed += 1;
        }
        await killAfter(running, 0);
      }
      expect(killed).toBeGreaterThan(1);
      const last = await startUpload(machine, store, ["large.bin"]).ended;
      expect(last.code).toBe(0);
      const { sha256 } = valueOf(
        await createDiskFileSource().digest(file, AbortSignal.timeout(120_000)),
      );
      expect(["delivered", "skipped"]).toContain(printedStates(last)["large.bin"]);
      expect(await ceph.sha256("large.bin")).toBe(sha256);
      const parts = await ackedParts();
      expect(parts.length - Math.ceil(mebibytes / partBytes)).toBeLessThanOrEqual(underWay);
      const verbs = new Set((await ceph.requests()).map(({ line }) => line.split(" ")[0]));
      expect([...verbs].filter((verb) => verb === "DELETE" || verb === "HEAD")).toEqual([]);
    },
  );
});
