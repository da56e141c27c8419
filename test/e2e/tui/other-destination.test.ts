import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startS3StandIn, type S3StandIn } from "../../../src/demo/s3-stand-in.ts";
import { listAndPutGrants, type S3Grant } from "../../../src/demo/s3/s3-types.ts";
import { noFiles } from "../../../src/services/ports/transfer-view.ts";
import { openPlatform } from "../../../src/wiring/platform.ts";
import { batchWords } from "../../../src/words/batch.ts";
import { errorWords } from "../../../src/words/errors/error-words.ts";
import { failureWords } from "../../../src/words/failure.ts";
import { historyWords } from "../../../src/words/history.ts";
import { redirectWords } from "../../../src/words/redirect.ts";
import { reviewWords } from "../../../src/words/review.ts";
import { startOnPty, type PtyProgram } from "../../support/processes/pty.ts";
import { program } from "../../support/processes/run-cli.ts";
import { waitUntil } from "../../support/processes/wait-until.ts";
import { sendInApp } from "../../support/sites/send-in-app.ts";
import { createSenderMachine, type SenderMachine } from "../../support/sites/sender-machine.ts";
import { bucket, region } from "../../support/sites/stand-in-store.ts";
import { storeConnection, withPassphrase } from "../../support/sites/stored-connection.ts";
import { sender } from "../../support/values/s3-people.ts";
import { valueOf } from "../../support/values/value-of.ts";

const archive = "archive";

describe("files that failed at one bucket", () => {
  let s3: S3StandIn;
  let machine: SenderMachine;
  let app: PtyProgram;

  beforeAll(async () => {
    machine = await createSenderMachine();
    const list: S3Grant = { bucket, prefix: "", actions: ["s3:ListBucket"] };
    s3 = await startS3StandIn({
      // The key may list the first bucket, and put into the second alone.
      users: [{ ...sender(bucket), grants: [list, ...listAndPutGrants(archive, "")] }],
      buckets: [
        { name: bucket, region },
        { name: archive, region },
      ],
    });
    const address = { region, endpoint: s3.endpoint };
    const { environment } = machine;
    await storeConnection({ environment, address, keys: sender(bucket), bucket });
    const { settings } = openPlatform(environment);
    valueOf(
      await settings.update((stored) => ({
        ...stored,
        connections: stored.connections.map((known) => ({
          ...known,
          destinations: [...known.destinations, { bucket: archive, prefix: "north/" }],
        })),
      })),
    );
    await machine.write("scans/a.tif", "a");
    await machine.write("scans/b.tif", "b");
    await machine.write("letter.txt", "Dear all\n");
    app = startOnPty([process.execPath, program, "--start", machine.files], {
      environment: { PATH: process.env["PATH"] ?? "", ...environment, ...withPassphrase },
    });
  });
  afterAll(async () => {
    await app?.close();
    await s3?.close();
    await machine?.remove();
  });

  it("are led to another one: chosen, reviewed, and queued in a batch of their own", async () => {
    await app.waitForText("letter.txt");
    await sendInApp(app, { select: "all", selected: "3 files" });
    const denied = errorWords({ code: "AccessDenied", right: "write", bucket });
    await app.waitForText("3 failed", 30_000);
    await app.type("g");
    await app.press("enter");
    await app.waitForText(failureWords.destination);
    expect(app.screen()).toContain(denied.happened.slice(0, 20));
    await app.type("c");
    await app.waitForText(`clinic: ${archive}/north`);
    await app.press("enter");
    await app.waitForText(redirectWords.which["same error"](3));
    await app.press("down", "enter");
    await app.waitForText(reviewWords.noConflicts);
    expect(app.screen()).toContain(`${archive}/north/`);
    await app.press("enter");
    await app.waitForText(batchWords.allArrived(3), 30_000);
    await waitUntil("all are there", () => s3.objects(archive).length === 3);
    expect(
      s3
        .objects(archive)
        .map(({ key }) => key)
        .toSorted(),
    ).toEqual(["north/letter.txt", "north/scans/a.tif", "north/scans/b.tif"]);
  });

  it("stay in the history as failed, and are no longer in the queue", async () => {
    await app.press("escape");
    await app.type("2");
    await app.untilStill();
    expect(app.screen()).not.toContain("3 failed");
    await app.type("3");
    await app.waitForText(historyWords.files({ ...noFiles, failed: 3 }));
    await app.type("f");
    await app.waitForText(`${bucket}/in/scans/a.tif`);
    expect(app.screen()).toContain(historyWords.count(null, 3).slice(0, 2));
    await app.type("q");
    expect(await app.exited).toBe(0);
  });
});
