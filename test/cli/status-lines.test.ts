import { expect, it } from "vitest";
import { statusLines } from "../../src/cli/status-lines.ts";
import type { AppError } from "../../src/domain/errors.ts";
import { emptySnapshot, type QueueSnapshot } from "../../src/services/ports/transfer-view.ts";
import { errorLine } from "../../src/words/errors/error-words.ts";
import { queueWords } from "../../src/words/queue.ts";

const trouble: AppError = { code: "LogServerRefused", status: 401, permanent: true };

it.each<[string, Partial<QueueSnapshot["log"]>]>([
  ["log server", {}],
  ["log server of north", { connection: "north" }],
  ["log server logs.example:8443", { connection: "north", url: "https://logs.example:8443/in" }],
])("say which log server is in trouble, and why: %s", (whose, named) => {
  const lines = statusLines({ ...emptySnapshot, log: { waiting: 2, trouble, ...named } }, false);
  expect(lines.slice(-2)).toEqual([`${whose}: ${errorLine(trouble)}`, queueWords.logWaiting(2)]);
});
