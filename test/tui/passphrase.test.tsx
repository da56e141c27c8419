import { describe, expect, it } from "vitest";
import { fail, ok } from "../../src/domain/result.ts";
import type { AppServices } from "../../src/tui/services.ts";
import { errorWords } from "../../src/words/errors/error-words.ts";
import { historyWords, unfinishedWords } from "../../src/words/history.ts";
import { queueWords } from "../../src/words/queue.ts";
import { resetWords } from "../../src/words/reset.ts";
import { reviewWords } from "../../src/words/review.ts";
import { unlockWords } from "../../src/words/unlock.ts";
import { acmeSettings } from "../support/fakes/fake-services.ts";
import { keys } from "../support/sites/ink-screen.ts";
import { busyQueue, openApp } from "../support/sites/open-app.tsx";
import { someTransfer } from "../support/values/transfers.ts";

const noPassphrase = errorWords({ code: "SecretStoreUnavailable", why: "no passphrase" });
const wrongPassphrase = errorWords({ code: "SecretStoreUnavailable", why: "wrong passphrase" });

/** An encrypted file of secrets that is locked until its passphrase, "right", is typed. */
const lockedFile = (): Partial<AppServices> => {
  let isLocked = true;
  const unlessLocked = <T,>(value: T) =>
    isLocked ? fail({ code: "SecretStoreUnavailable", why: "no passphrase" } as const) : ok(value);
  return {
    passphraseNeed: async () => (isLocked ? "open" : "none"),
    hasSecret: async () => unlessLocked(true),
    findConflicts: async () => unlessLocked([]),
    removeSaved: async () => unlessLocked(acmeSettings),
    unlockSecrets: async (passphrase) => {
      isLocked = passphrase !== "right";
      return isLocked
        ? fail({ code: "SecretStoreUnavailable", why: "wrong passphrase" })
        : ok(undefined);
    },
  };
};

const oneUnfinished = async () => ok([someTransfer()]);

/** The app at a review that does not know yet that the secrets are locked; it does once `looked` is resolved. */
const openWhileLooking = async () => {
  const locked = lockedFile();
  const looked = Promise.withResolvers<void>();
  const findConflicts: AppServices["findConflicts"] = async (...given) => {
    await looked.promise;
    return locked.findConflicts?.(...given) ?? ok([]);
  };
  const app = await openApp({ changes: { ...locked, findConflicts } });
  await app.press("u");
  await app.until(reviewWords.checking);
  return { app, looked };
};

describe("the passphrase of the encrypted file", () => {
  it("is asked for by no screen that needs none", async () => {
    const app = await openApp({ changes: lockedFile() });
    await app.until("a.csv");
    await app.press("2");
    await app.until(queueWords.empty.slice(0, 19));
    await app.press("3");
    await app.until(historyWords.empty.slice(0, 21));
    expect(app.frame()).not.toContain(noPassphrase.happened);
    app.unmount();
  });

  it("is asked for at a review, again when it is wrong, and goes on with it", async () => {
    const app = await openApp({ changes: lockedFile() });
    await app.press("u");
    await app.until(unlockWords.title);
    await app.press(keys.paste("wrong"), keys.enter);
    await app.until(wrongPassphrase.happened);
    await app.press(keys.paste("right"), keys.enter);
    await app.until(reviewWords.noConflicts);
    app.unmount();
  });

  it("is asked for by what is to be removed, which then is", async () => {
    const app = await openApp({ changes: lockedFile() });
    await app.press("c", "f", keys.enter, "y");
    await app.until(unlockWords.title);
    await app.press(keys.paste("right"), keys.enter);
    await app.until(resetWords.done);
    app.unmount();
  });

  it("leaves all as it was where it is put off at what is to be removed", async () => {
    const app = await openApp({ changes: lockedFile() });
    await app.press("c", "f", keys.enter, "y");
    await app.until(unlockWords.title);
    await app.press(keys.escape);
    await app.until(resetWords.locked);
    expect(app.frame()).toContain(resetWords.title);
    app.unmount();
  });

  it("takes what was pasted while it was not known yet that it is needed", async () => {
    const { app, looked } = await openWhileLooking();
    await app.press(keys.paste("right"));
    looked.resolve();
    await app.until("5 characters");
    expect(app.frame()).toContain(unlockWords.title);
    await app.press(keys.enter);
    await app.until(reviewWords.noConflicts);
    app.unmount();
  });

  it("takes nothing that was pasted before another key", async () => {
    const { app, looked } = await openWhileLooking();
    await app.press(keys.paste("right"), keys.down);
    looked.resolve();
    await app.until(unlockWords.title);
    expect(app.frame()).not.toContain("5 characters");
    app.unmount();
  });

  it("is put off with Esc: the review goes on, and it is asked for no second time", async () => {
    const app = await openApp({ changes: lockedFile() });
    await app.press("u");
    await app.until(unlockWords.title);
    await app.press(keys.escape);
    await app.until(reviewWords.conflictsUnknown("").slice(0, 30));
    await app.press("?", keys.escape);
    await app.until(reviewWords.conflictsUnknown("").slice(0, 30));
    app.unmount();
  });

  it("is asked for when uploads of an earlier run are to go on", async () => {
    const queue = await busyQueue();
    const changes = { ...lockedFile(), unfinished: oneUnfinished, queue };
    const app = await openApp({ changes });
    await app.until(unfinishedWords.title(1));
    await app.press(keys.enter);
    await app.until(unlockWords.title);
    app.unmount();
    queue.stop();
  });
});
