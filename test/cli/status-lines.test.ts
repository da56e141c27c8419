import { expect, it } from "vitest";
import { statusEvents, statusLines } from "../../src/cli/status-lines.ts";
import type { AppError } from "../../src/domain/errors.ts";
import {
  emptySnapshot,
  type HoldView,
  type QueueSnapshot,
} from "../../src/services/ports/transfer-view.ts";
import { errorLine } from "../../src/words/errors/error-words.ts";
import { queueWords } from "../../src/words/queue.ts";
import { someSnapshot, someView } from "../support/fakes/still-queue.ts";

const trouble: AppError = { code: "LogServerRefused", status: 401, permanent: true };

it.each<[string, Partial<QueueSnapshot["log"]>]>([
  ["log server", {}],
  ["log server of north", { connection: "north" }],
  ["log server logs.example:8443", { connection: "north", url: "https://logs.example:8443/in" }],
])("say which log server is in trouble, and why: %s", (whose, named) => {
  const lines = statusLines({ ...emptySnapshot, log: { waiting: 2, trouble, ...named } }, false);
  expect(lines.slice(-2)).toEqual([`${whose}: ${errorLine(trouble)}`, queueWords.logWaiting(2)]);
});

it("says what is held, and when it is tried again, to people and to scripts", () => {
  const away = { code: "EndpointUnreachable", host: "s3.example", reason: "timeout" } as const;
  const held = someSnapshot([someView({ state: "waiting" })], {
    trouble: away,
    nextTryInMs: 41_200,
  });
  const lines = statusLines(held, false);
  expect(lines[0]).toContain(queueWords.nextTry(41_200));
  expect(lines[1]).toContain(queueWords.stateOf("waiting", held));
  expect(lines).toContain(errorLine(away));
  expect(statusEvents(held, null).at(-1)).toMatchObject({ secondsToNextTry: 42 });
  expect(statusEvents(someSnapshot([]), null).at(-1)).toMatchObject({ secondsToNextTry: null });
});

it("says which files are held while others go on, to people and to scripts", () => {
  const error = { code: "EndpointUnreachable", host: "s3.example", reason: "timeout" } as const;
  const hold: HoldView = { error, connection: "north", bucket: "inbox", nextTryInMs: 41_200 };
  const rows = [someView({ state: "waiting", heldBy: error }), someView({ state: "waiting" })];
  const partly = someSnapshot(rows, { holds: [hold] });
  const lines = statusLines(partly, false);
  expect(lines[1]).toMatch(/^held /);
  expect(lines[2]).toMatch(/^waiting /);
  expect(lines).toContain(queueWords.hold(hold));
  expect(queueWords.hold(hold)).toContain(queueWords.nextTry(41_200));
  expect(statusEvents(partly, null)).toMatchObject([
    { state: "waiting", heldBy: error.code },
    { state: "waiting" },
    {
      trouble: null,
      holds: [{ connection: "north", bucket: "inbox", error: error.code, secondsToNextTry: 42 }],
    },
  ]);
});
