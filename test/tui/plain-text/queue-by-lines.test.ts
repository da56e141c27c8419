import { describe, expect, it } from "vitest";
import { ok } from "../../../src/domain/result.ts";
import type { AppServices } from "../../../src/tui/services.ts";
import { connectionsWords } from "../../../src/words/connections.ts";
import { redirectWords } from "../../../src/words/redirect.ts";
import { accessibleWords as words } from "../../../src/words/plain-text.ts";
import { noticeFacts } from "../../../src/words/owner-notice.ts";
import { ownerNoticeWords } from "../../../src/words/owner-notice-screen.ts";
import { errorLine } from "../../../src/words/errors/error-words.ts";
import { setupWords } from "../../../src/words/setup.ts";
import { queueWords } from "../../../src/words/queue.ts";
import { reviewWords } from "../../../src/words/review.ts";
import { acme, acmeSettings } from "../../support/fakes/fake-services.ts";
import { createStillQueue, someSnapshot, someView } from "../../support/fakes/still-queue.ts";
import { runPlainText as run } from "../../support/sites/run-plain-text.ts";
import { logServerTroubles } from "../../support/values/log-server-troubles.ts";

describe("the queue in plain text mode", () => {
  it("sends first what is asked for", async () => {
    const rows = ["t1", "t2"].map((id) => someView({ id, state: "waiting" }));
    const { queue, asked } = createStillQueue(someSnapshot(rows));
    // 1 follow, 2 list, 3 pause, 4 cancel, 5 send first.
    const { heard } = await run(["2", "5", "2", "<"], { queue });
    expect(asked).toContainEqual(["sendFirst", ["t2"]]);
    expect(heard).toContain(words.queueDone.sendFirst(1));
  });

  it("leads failed files to another destination", async () => {
    const archive = { bucket: "archive", prefix: "" };
    const settings = {
      ...acmeSettings,
      connections: [{ ...acme, destinations: [...acme.destinations, archive] }],
    };
    const rows = [someView({ state: "failed", error: { code: "StoreFault" } })];
    const { queue } = createStillQueue(someSnapshot(rows));
    const fingerprint = { sizeBytes: 2_048, mtimeMs: 0, inode: 1, device: 1 };
    const planned: unknown[] = [];
    const planDelivery: AppServices["planDelivery"] = async (selected, target) => {
      planned.push(selected, target.destination);
      const files = [{ path: "/data/report.pdf", key: "report.pdf", fingerprint }];
      return ok({ files, skipped: [], totalBytes: 2_048 });
    };
    // 1 list, 2 retry, 3 cancel, 4 clear, 5 another destination.
    const script = ["2", "5", "1", "1", "3", "<"];
    const { heard } = await run(script, { queue, planDelivery }, settings);
    expect(heard).toContain(reviewWords.total(1, 2_048, null));
    expect(planned).toEqual([[{ path: "/data/report.pdf", baseFolder: "/data" }], archive]);
  });

  it("leads failed files to a destination that is added for them", async () => {
    const rows = [someView({ state: "failed", error: { code: "StoreFault" } })];
    const { queue } = createStillQueue(someSnapshot(rows));
    const targets: unknown[] = [];
    const planDelivery: AppServices["planDelivery"] = async (_, target) => {
      targets.push(target);
      return ok({ files: [], skipped: [], totalBytes: 0 });
    };
    // 5 another destination, 1 the file, 1 add one to acme: its bucket, and save.
    const script = ["2", "5", "1", "1", "archive/2026", "1", "<", "4", "<"];
    const { heard, services } = await run(script, { queue, planDelivery });
    const destination = { bucket: "archive", prefix: "2026/" };
    expect(heard).toContain(redirectWords.addConnection);
    expect(targets).toMatchObject([{ connection: "acme", destination }]);
    expect(services.settings().connections[0]?.destinations).toContainEqual(
      expect.objectContaining(destination),
    );
    // It is there afterwards, and the one in use is the same.
    const [own = destination] = acme.destinations;
    expect(heard).toContain(connectionsWords.destination(acme, own, true));
  });

  it("has a text for the bucket owner about the destination that failed, to save and to send", async () => {
    const south = {
      ...acme,
      name: "south",
      accessKeyId: "AKIA7EXAMPLE00009999",
      log: { url: "https://log.south.example/" },
      destinations: [{ bucket: "south-inbox", prefix: "in/" }],
    };
    const settings = { ...acmeSettings, connections: [acme, south] };
    const target = { connection: "south", bucket: "south-inbox", key: "in/report.pdf" };
    const error = { code: "AccessDenied", right: "write", bucket: "south-inbox" } as const;
    const { queue } = createStillQueue(
      someSnapshot([someView({ state: "failed", error, target })]),
    );
    // 1 list, 2 retry, 3 cancel, 4 clear, 5 another destination, 6 the text: 2 save, 3 send.
    const script = ["2", "6", "2", "6", "3", "<"];
    const { heard, services } = await run(script, { queue }, settings);
    expect(heard).toContain(noticeFacts.accessKey(south.accessKeyId));
    expect(services.calls.map(({ name }) => name)).toEqual(["saveText", "notifyRecipient"]);
    expect(services.calls[1]?.given[1]).toBe("south");
    expect(heard).toContain(ownerNoticeWords.sent);
  });

  it.each(logServerTroubles)(
    "keeps the text for later, and does not call it sent, when the log server does not take it: %o",
    async (why) => {
      const settings = {
        ...acmeSettings,
        connections: [{ ...acme, log: { url: "https://log.example.com/" } }],
      };
      const error = { code: "AccessDenied", right: "write", bucket: "acme-inbox" } as const;
      const { queue } = createStillQueue(someSnapshot([someView({ state: "failed", error })]));
      const notifyRecipient = async () => ok(why);
      // As above: 6 the text, 3 send.
      const { heard } = await run(["2", "6", "3", "<"], { queue, notifyRecipient }, settings);
      expect(heard).toContain(ownerNoticeWords.waits(errorLine(why)));
      expect(heard).not.toContain(ownerNoticeWords.sent);
    },
  );

  it("uploads under a new name what was skipped because its name exists", async () => {
    const error = { code: "ObjectExists", bucket: "acme-inbox", key: "a" } as const;
    const { queue, asked } = createStillQueue(
      someSnapshot([someView({ state: "skipped", error })]),
    );
    // 1 list, 2 new name, 3 clear.
    const { heard } = await run(["2", "2", "1", "<"], { queue });
    expect(asked).toContainEqual(["retry", ["t1"], "rename"]);
    expect(heard).toContain(words.queueDone.rename(1));
  });

  it("asks for the new secret of the connection that was refused", async () => {
    const rows = [someView({ state: "waiting" })];
    const trouble = { code: "WrongSecret" } as const;
    const refused = someSnapshot(rows, { trouble, troubleConnection: "acme" });
    const { queue } = createStillQueue(refused);
    const { heard, services } = await run(["2", "1", "a-new-secret", "1", "<"], { queue });
    expect(heard).toContain(setupWords.title("secret"));
    expect(services.calls.map(({ name }) => name)).toContain("saveConnection");
  });

  it("holds files while the storage service does not answer, says when it is tried next, and tries now", async () => {
    const trouble = { code: "EndpointUnreachable", host: "s3", reason: "timeout" } as const;
    const rows = [someView({ state: "waiting" })];
    const held = someSnapshot(rows, { trouble, nextTryInMs: 42_000 });
    const { queue, asked } = createStillQueue(held);
    // 1 try now, 2 follow, 3 list.
    const { heard } = await run(["2", "3", "1", "<"], { queue });
    expect(heard).toContain(
      words.queueRow("report.pdf", queueWords.stateOf("waiting", held), null),
    );
    expect(heard).toContain(queueWords.nextTry(42_000));
    expect(asked).toContainEqual(["resume", []]);
  });

  it("says so of the files of one destination, too, while others are uploaded", async () => {
    const error = { code: "EndpointUnreachable", host: "s3", reason: "timeout" } as const;
    const hold = { error, connection: "acme", bucket: "acme-inbox", nextTryInMs: 42_000 };
    const rows = [someView(), someView({ state: "waiting", heldBy: error })];
    const { queue, asked } = createStillQueue({ ...someSnapshot(rows), holds: [hold] });
    const { heard } = await run(["2", "1", "<"], { queue });
    expect(heard).toContain(words.heldUntil(42_000));
    expect(asked).toContainEqual(["resume", []]);
  });

  it("asks for the passphrase that it waits for", async () => {
    const trouble = { code: "SecretStoreUnavailable", why: "no passphrase" } as const;
    const { queue } = createStillQueue(someSnapshot([someView()], { trouble }));
    const { services } = await run(["2", "1", "right", "<"], { queue });
    expect(services.calls.map(({ name }) => name)).toEqual(["unlockSecrets"]);
  });
});
