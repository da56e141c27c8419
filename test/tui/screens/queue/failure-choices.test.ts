import { describe, expect, it } from "vitest";
import type { AppError } from "../../../../src/domain/errors.ts";
import { emptySnapshot } from "../../../../src/services/ports/transfer-view.ts";
import {
  failureChoices,
  renewEvent,
  renewInQueue,
} from "../../../../src/tui/screens/queue/failure-choices.ts";

const locked: AppError = { code: "SecretStoreUnavailable", why: "no passphrase" };

describe("what can be done about a failure", () => {
  it.each<[AppError, string]>([
    [{ code: "WrongSecret" }, "renew"],
    [{ code: "InvalidAccessKey" }, "renew"],
    [locked, "renew"],
    [{ code: "AccessDenied", right: "write", bucket: "b" }, "ownerNotice"],
    [{ code: "ObjectExists", bucket: "b", key: "k" }, "rename"],
    [{ code: "Stalled", idleMs: 1 }, "retry"],
    [{ code: "FileVanished", path: "/f" }, "retry"],
  ])("of %j begins with %s", (error, first) => {
    expect(failureChoices(error)[0]).toBe(first);
  });

  it.each<[AppError, unknown]>([
    [{ code: "WrongSecret" }, { type: "setUp", goal: { type: "secret", connection: "acme" } }],
    [
      { code: "InvalidAccessKey" },
      { type: "setUp", goal: { type: "accessKey", connection: "acme" } },
    ],
    [locked, { type: "unlock" }],
    [
      { code: "NotSetUp", missing: "logToken" },
      { type: "setUp", goal: { type: "logToken", connection: "acme" } },
    ],
    [{ code: "Stalled", idleMs: 1 }, null],
  ])("of %j asks for the one value that mends it", (error, event) => {
    expect(renewEvent(error, "acme")).toEqual(event);
  });

  it("asks for the keys of the connection that stopped the queue, also where its files are out of sight", () => {
    const trouble: AppError = { code: "WrongSecret" };
    const snapshot = { ...emptySnapshot, trouble, troubleConnection: "north" };
    expect(renewInQueue(snapshot, null, "south")).toEqual({
      type: "setUp",
      goal: { type: "secret", connection: "north" },
    });
  });

  it("asks for the token of the log server that refused it, whichever connection is in use", () => {
    const trouble: AppError = { code: "LogServerRefused", status: 401, permanent: true };
    const snapshot = { ...emptySnapshot, log: { waiting: 3, trouble, connection: "north" } };
    expect(renewInQueue(snapshot, null, "south")).toEqual({
      type: "setUp",
      goal: { type: "logToken", connection: "north" },
    });
    expect(renewInQueue(emptySnapshot, null, "south")).toBeNull();
    const url = "https://named.example/";
    const named = { ...snapshot, log: { ...snapshot.log, url } };
    expect(renewInQueue(named, null, "south")).toBeNull();
  });

  it("asks for the passphrase where messages wait for nothing else", () => {
    const log = { waiting: 3, trouble: locked, connection: "north" };
    expect(renewInQueue({ ...emptySnapshot, log }, null, "south")).toEqual({ type: "unlock" });
  });
});
