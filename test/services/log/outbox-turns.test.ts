import { expect, it } from "vitest";
import { OutboxTurns } from "../../../src/services/log/outbox-turns.ts";

it("knows when the first of 200,000 refused messages is due", () => {
  const turns = new OutboxTurns((refusals) => refusals * 1_000);
  expect(turns.dueInMs(0)).toBeNull();
  const why = { code: "LogServerRefused", status: 403, permanent: false } as const;
  expect(turns.why()).toBeNull();
  for (let n = 0; n < 200_000; n += 1) turns.refused(`message-${n}`, n, why);
  expect(turns.why()).toEqual(why);
  expect(turns.dueInMs(400)).toBe(600);
});
