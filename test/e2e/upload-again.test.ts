import path from "node:path";
import { describe, expect, it } from "vitest";
import { errorWords, errorLine } from "../../src/words/errors/error-words.ts";
import { uploadWords } from "../../src/words/commands/upload.ts";
import { sha256Of, someBytes } from "../support/values/bytes.ts";
import { killAfter, standInStore, startUpload } from "../support/sites/killed-upload.ts";
import { standInSiteForEach } from "../support/sites/stand-in-site.ts";
import { bucket, mebibyte } from "../support/sites/stand-in-store.ts";
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
