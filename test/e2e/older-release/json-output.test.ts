import path from "node:path";
import { describe, expect, it } from "vitest";
import { someBytes } from "../../support/values/bytes.ts";
import { runCli } from "../../support/processes/run-cli.ts";
import { sender } from "../../support/values/s3-people.ts";
import { standInSiteForEach } from "../../support/sites/stand-in-site.ts";
import { bucket, region } from "../../support/sites/stand-in-store.ts";
import { lostFields } from "../../support/values/json-fields.ts";
import type { JsonEvent } from "../../support/values/json-lines.ts";
import { keptEvents } from "../../support/values/kept-release.ts";

const site = standInSiteForEach();

/** The event about the same file, or the same kind of whole. */
const sameOf = (events: readonly JsonEvent[], { event, path: file }: JsonEvent) =>
  events.find(
    (one) =>
      one["event"] === event && path.basename(String(one["path"])) === path.basename(String(file)),
  ) ?? {};

/** Runs as the older release was run: one file exists already, two are new, one is missing. */
const run = async (...args: readonly string[]) => {
  const { machine, s3 } = site;
  const environment = machine.withKeys({ region, endpoint: s3.endpoint }, sender(bucket));
  const where = ["--bucket", bucket, "--prefix", "in/"];
  return runCli(["upload", ...where, ...args], { environment, folder: machine.files });
};

const prepare = async () => {
  await site.machine.write("letter.txt", "Dear Sir or Madam\n");
  await run("letter.txt");
  await site.machine.write("letter.txt", "Dear all\n");
  await site.machine.write("größe.csv", "a;b\n");
  await site.machine.write("scan.tif", someBytes(14, 3));
};

describe("--json still has every field that an older release printed", () => {
  it("for each end of an upload and for the whole", async () => {
    await prepare();
    const { events } = await run("--json", "letter.txt", "größe.csv", "scan.tif", "missing.txt");
    const kept = await keptEvents("upload");
    expect(kept.map(({ state }) => state)).toEqual(
      expect.arrayContaining(["failed", "skipped", "delivered", undefined]),
    );
    for (const event of kept) {
      const now = sameOf(events, event);
      expect(now["state"]).toBe(event["state"]);
      // What a list has told is not sent: then no answer has refused it.
      const lost = lostFields(event, now).filter((field) => field !== "error.answer");
      expect(lost, JSON.stringify(event)).toEqual([]);
    }
  });

  it("for what would be sent", async () => {
    await prepare();
    const { events } = await run("--dry-run", "--json", "letter.txt", "missing.txt");
    const kept = await keptEvents("dry-run");
    expect(kept).toHaveLength(3);
    for (const event of kept) {
      expect(lostFields(event, sameOf(events, event)), JSON.stringify(event)).toEqual([]);
    }
  });
});
