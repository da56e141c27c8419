import { describe, expect, it } from "vitest";
import type { AppError } from "../../../src/domain/errors.ts";
import { ok } from "../../../src/domain/result.ts";
import type { QueueSnapshot } from "../../../src/services/ports/transfer-view.ts";
import { QueueScreen } from "../../../src/tui/screens/queue/QueueScreen.tsx";
import { ReviewScreen } from "../../../src/tui/screens/review/ReviewScreen.tsx";
import { failureWords } from "../../../src/words/failure.ts";
import { queueWords } from "../../../src/words/queue.ts";
import { reviewWords } from "../../../src/words/review.ts";
import { createStillQueue, someSnapshot, someView } from "../../support/fakes/still-queue.ts";
import { keys, showOnInk } from "../../support/sites/ink-screen.ts";
import { screenPropsFor } from "../../support/sites/screen-props.ts";
import { keyHint } from "../../support/values/key-hint.ts";

const openQueue = async (snapshot: QueueSnapshot) => {
  const { props } = screenPropsFor({ queue: createStillQueue(snapshot).queue });
  const screen = await showOnInk(<QueueScreen {...props} />);
  await screen.until(keyHint("queue", "help"));
  return screen;
};
const failed = (error: AppError) => someView({ state: "failed", error });
const bottomLine = (frame: string) => frame.split("\n").at(-1);

describe("the bottom line of the queue", () => {
  const locked = { code: "SecretStoreUnavailable", why: "no passphrase" } as const;
  const rejected = { code: "LogServerRefused", status: 401, permanent: true } as const;
  const { renewHint } = failureWords;
  it.each([
    ["the passphrase", { trouble: locked }, [], renewHint.passphrase],
    ["a new secret", { trouble: { code: "WrongSecret" } as const }, [], renewHint.secret],
    ["new keys", { trouble: { code: "CredentialsExpired" } as const }, [], renewHint.accessKey],
    ["a new token", { log: { waiting: 1, trouble: rejected } }, [], renewHint.logToken],
    ["what the highlighted one lacks", {}, [failed({ code: "WrongSecret" })], renewHint.secret],
  ])("says what n asks for: %s", async (_, changes, rows, words) => {
    const queue = await openQueue(
      someSnapshot([...rows, someView({ id: "t2", state: "waiting" })], changes),
    );
    await queue.until(`n ${words}`);
    expect(bottomLine(queue.frame())).toContain(`n ${words}`);
    queue.unmount();
  });

  it("names the text for the bucket owner where the highlighted one needs it", async () => {
    const denied = { code: "AccessDenied", right: "write", bucket: "acme-inbox" } as const;
    const queue = await openQueue(someSnapshot([failed(denied), someView({ id: "t2" })]));
    await queue.until(keyHint("queue", "showOwnerNotice"));
    await queue.press(keys.down);
    expect(bottomLine(queue.frame())).not.toContain(keyHint("queue", "showOwnerNotice"));
    queue.unmount();
  });

  it("says that p resumes what is paused", async () => {
    const queue = await openQueue(someSnapshot([someView({ state: "paused" })]));
    await queue.until(`p ${queueWords.hint.resume}`);
    queue.unmount();
  });

  it("names the way back from one transfer in full", async () => {
    const queue = await openQueue(someSnapshot([someView({ state: "waiting" })]));
    await queue.until("report.pdf");
    await queue.press(keys.enter);
    await queue.until(queueWords.detail.state);
    expect(bottomLine(queue.frame())).toContain(`Esc ${queueWords.hint.back}`);
    expect(bottomLine(queue.frame())).not.toContain(keyHint("queue", "open"));
    queue.unmount();
  });
});

describe("the bottom line of the review", () => {
  it("names of what cannot be uploaded no key that does nothing there, and its details first", async () => {
    const error = { code: "NotAFile", path: "/data/s", is: "socket" } as const;
    const skipped = [{ path: error.path, error }];
    const file = {
      path: "/data/a",
      key: "november/a",
      fingerprint: { sizeBytes: 1, mtimeMs: 0, inode: 1, device: 1 },
    };
    const { props } = screenPropsFor({
      planDelivery: async () => ok({ files: [file], skipped, totalBytes: 1 }),
      findConflicts: async () => ok([]),
    });
    const review = await showOnInk(<ReviewScreen {...props} selected={["/data"]} />);
    await review.until(reviewWords.noConflicts);
    const line = bottomLine(review.frame());
    expect(line).toContain(`${keyHint("review", "help")}  ${keyHint("review", "details")}`);
    expect(line).not.toContain(keyHint("review", "leaveOut"));
    expect(line).not.toContain(keyHint("review", "compare"));
    await review.press(keys.down);
    expect(bottomLine(review.frame())).toContain(keyHint("review", "leaveOut"));
    review.unmount();
  });

  it("says that Space takes in what is left out", async () => {
    const fingerprint = { sizeBytes: 1, mtimeMs: 0, inode: 1, device: 1 };
    const files = ["a", "b"].map((name) => ({
      path: `/data/${name}`,
      key: `november/${name}`,
      fingerprint,
    }));
    const { props } = screenPropsFor({
      planDelivery: async () => ok({ files, skipped: [], totalBytes: 2 }),
      findConflicts: async () => ok([]),
    });
    const review = await showOnInk(<ReviewScreen {...props} selected={["/data"]} />);
    await review.until(reviewWords.noConflicts);
    expect(bottomLine(review.frame())).toContain(keyHint("review", "leaveOut"));
    await review.press(keys.space, keys.up);
    expect(bottomLine(review.frame())).toContain(`Space ${reviewWords.takeInHint}`);
    review.unmount();
  });
});
