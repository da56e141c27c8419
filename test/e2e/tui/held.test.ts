import { afterAll, beforeAll, expect, it } from "vitest";
import { startS3StandIn, type S3StandIn } from "../../../src/demo/s3-stand-in.ts";
import { formatCountDown } from "../../../src/domain/format.ts";
import { batchWords } from "../../../src/words/batch.ts";
import { queueWords } from "../../../src/words/queue.ts";
import { reviewWords } from "../../../src/words/review.ts";
import { waitUntil } from "../../support/processes/wait-until.ts";
import { createSenderSite, type SenderSite } from "../../support/sites/sender-site.ts";
import { bucket, region } from "../../support/sites/stand-in-store.ts";
import { sender } from "../../support/values/s3-people.ts";

const away = { trouble: { code: "EndpointUnreachable", host: "s3", reason: "refused" } } as const;
const held = queueWords.stateOf("waiting", away);
const countDown = new RegExp(
  queueWords.countDown(42_000).replace(formatCountDown(42_000), String.raw`\d:\d\d`),
);

let site: SenderSite;
let again: S3StandIn | null = null;
beforeAll(async () => {
  site = await createSenderSite();
  await site.machine.write("a.txt", "Dear all\n");
  await site.machine.write("b.txt", "Dear all, too\n");
});
afterAll(async () => {
  await again?.close();
  await site?.close();
});

it("holds all files while the storage service is away, counts down, and goes on with r", async () => {
  const app = await site.open();
  await app.waitForText("b.txt");
  await app.type("a");
  await app.waitForText("2 files");
  await app.type("u");
  await app.waitForText(reviewWords.noConflicts);
  const port = Number(new URL(site.store.endpoint).port);
  await site.store.close();
  await app.press("enter");
  await app.waitForText(countDown, 60_000);
  await app.waitForText(new RegExp(`a\\.txt +${held}`));
  await app.waitForText(new RegExp(`b\\.txt +${held}`));
  const [shown = "nothing"] = countDown.exec(app.screen()) ?? [];
  expect(app.screen()).not.toContain(queueWords.state.failed);
  await app.waitForNoText(shown, 5_000);
  again = await startS3StandIn({
    users: [sender(bucket)],
    buckets: [{ name: bucket, region }],
    port,
  });
  const { objects } = again;
  await app.type("r");
  await waitUntil("both have arrived", () => objects(bucket).length === 2, 30_000);
  await app.waitForText(batchWords.allArrived(2));
});
