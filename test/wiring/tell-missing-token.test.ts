import { expect, it } from "vitest";
import type { AppError } from "../../src/domain/errors.ts";
import { tellMissingToken } from "../../src/wiring/tell-missing-token.ts";
import { createStillQueue, someSnapshot } from "../support/fakes/still-queue.ts";

const locked: AppError = { code: "SecretStoreUnavailable", why: "no passphrase" };
const missing: AppError = { code: "NotSetUp", missing: "logToken" };
const refused: AppError = { code: "LogServerRefused", status: 403, permanent: true };

it.each([
  [locked, true, locked],
  [locked, false, missing],
  [refused, false, refused],
  [null, false, null],
] as const)(
  "says of a daemon's log server in trouble, %o, with the file locked: %s, that it is %o",
  async (trouble, isLocked, told) => {
    const log = { waiting: 3, trouble, connection: "acme" };
    const { queue } = createStillQueue(someSnapshot([], { log }));
    const snapshot = await tellMissingToken(queue, async () => isLocked).snapshot({
      from: 0,
      count: 9,
    });
    expect(snapshot.log).toEqual({ waiting: 3, trouble: told, connection: "acme" });
  },
);
