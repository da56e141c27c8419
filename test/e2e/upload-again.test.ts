import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startS3StandIn, type S3StandIn } from "../../src/demo/s3-stand-in.ts";
import { sha256Of, someBytes } from "../support/bytes.ts";
import { killAfter, standInStore, startUpload } from "../support/killed-upload.ts";
import { sender } from "../support/s3-people.ts";
import { createSenderMachine, type SenderMachine } from "../support/sender-machine.ts";
import { bucket, mebibyte, region } from "../support/stand-in-store.ts";
import { waitUntil } from "../support/wait-until.ts";

const name = "export.csv";

let machine: SenderMachine;
let s3: S3StandIn;
beforeEach(async () => {
  machine = await createSenderMachine();
  s3 = await startS3StandIn({ users: [sender(bucket)], buckets: [{ name: bucket, region }] });
});
afterEach(async () => {
  await s3.close();
  await machine.remove();
});

/** A run that is killed when a part has arrived. */
const interrupt = async (bytes: Uint8Array) => {
  await machine.write(name, bytes);
  s3.reshape({ connectionBytesPerSecond: 8 * mebibyte });
  const running = startUpload(machine, standInStore(s3), [name]);
  const isBegun = () =>
    s3.log.some(({ operation, status }) => operation === "UploadPart" && status === 200);
  await waitUntil("a part is acknowledged", isBegun, 30_000);
  await killAfter(running, 50);
  s3.reshape({ connectionBytesPerSecond: null });
};

const nameAgain = () => startUpload(machine, standInStore(s3), [name]).ended;

describe("an interrupted upload that is named again", () => {
  it("starts again and says why when the store has forgotten it", async () => {
    const bytes = someBytes(40);
    await interrupt(bytes);
    await s3.forgetUploads(bucket);
    const { code, events, stderr } = await nameAgain();
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /starting again from the first part: .*export\.csv: The store has forgotten the parts that were sent before/,
    );
    expect(events[0]).toMatchObject({ state: "delivered", sha256: sha256Of(bytes) });
  });

  it("starts again and says why when the file was made anew", async () => {
    await interrupt(someBytes(40));
    const anew = someBytes(30, 8);
    await machine.write(name, anew);
    const { code, events, stderr } = await nameAgain();
    expect(stderr).toMatch(
      /starting again from the first part: .*export\.csv: The file changed since its upload began: its size/,
    );
    expect(code).toBe(0);
    expect(events[0]).toMatchObject({ state: "delivered", sha256: sha256Of(anew) });
    expect(await s3.sha256(bucket, name)).toBe(sha256Of(anew));
  });
});
