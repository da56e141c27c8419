import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fail, ok, type Result } from "../../../src/domain/result.ts";
import type { AppError } from "../../../src/domain/errors.ts";
import { createLogOutbox, type LogOutbox } from "../../../src/services/log/log-outbox.ts";
import { createNullLogSink } from "../../../src/services/log/null-log-sink.ts";
import { createManualClock, type ManualClock } from "../../support/fakes/manual-clock.ts";
import { createMemoryTransferStore } from "../../support/fakes/memory-transfer-store.ts";
import { someOutcome } from "../../support/values/transfers.ts";
import { valueOf } from "../../support/values/value-of.ts";

/** "late": after 9 s. */
type Answer = Result<void, AppError> | "late" | "never";

const nobody = { connection: null, logUrl: null };

let clock: ManualClock;
let transfers: ReturnType<typeof createMemoryTransferStore>;
let outbox: LogOutbox;
let answer: (id: string) => Answer;
let delivered: string[];
let stop: AbortController;
let running: Promise<void>;

const add = (count: number): readonly string[] =>
  Array.from({ length: count }, () => {
    const outcome = someOutcome();
    valueOf(transfers.addOutcome(outcome));
    return outcome.id;
  });
const left = () => valueOf(transfers.outboxSize());

const deliver = async (id: string, signal: AbortSignal): Promise<Result<void, AppError>> => {
  delivered.push(id);
  const given = answer(id);
  if (typeof given !== "string") return given;
  await clock.sleep(given === "late" ? 9_000 : Infinity, signal);
  return ok(undefined);
};

const begin = () => {
  outbox = createLogOutbox({
    transfers,
    clock,
    random: () => 0.999,
    onChange: () => undefined,
    sinkFor: () => ({
      ...createNullLogSink(),
      deliver: async ({ id }, signal) => deliver(id, signal),
    }),
  });
  stop = new AbortController();
  running = outbox.run(stop.signal);
};
const end = async () => {
  stop.abort();
  await running;
};

beforeEach(() => {
  clock = createManualClock();
  transfers = createMemoryTransferStore();
  answer = () => ok(undefined);
  delivered = [];
  begin();
});
afterEach(end);

describe("the outbox of short runs", () => {
  it.each<[string, Answer, number]>([
    ["cuts the line", fail({ code: "LogServerUnreachable", host: "log", reason: "reset" }), 0],
    ["answers with a page", fail({ code: "NotALogServer", host: "log", status: 200 }), 0],
    ["answers 500", fail({ code: "LogServerRefused", status: 500, permanent: false }), 0],
    ["never answers", "never", 3_000],
  ])("tells of each run in that run though something on the way %s to one", async (_, bad, ms) => {
    const [first = ""] = add(1);
    answer = (id) => (id === first ? bad : ok(undefined));
    for (let run = 0; run < 6; run += 1) {
      await end();
      begin();
      await clock.advance(0);
      const [own = ""] = add(1);
      outbox.wake(nobody);
      // It ends when there is nothing to send: no pause of a server comes to its end.
      await clock.advance(ms);
      expect(delivered).toContain(own);
      expect(left()).toBe(1);
    }
    expect(delivered.filter((id) => id === first)).toHaveLength(6);
  });
});

describe("the outbox", () => {
  it("has at most two messages under way at a server that never answers", async () => {
    add(100);
    answer = () => "never";
    outbox.wake(nobody);
    await clock.advance(3_600_000);
    add(5);
    outbox.wake(nobody);
    await clock.advance(3_600_000);
    expect(delivered).toHaveLength(2);
  });

  it("waits for a server that is slow, and sends nothing twice", async () => {
    const ids = add(100);
    answer = () => "late";
    outbox.wake(nobody);
    await clock.advance(60_000);
    expect(delivered.toSorted()).toEqual(ids.toSorted());
    expect(left()).toBe(0);
  });
});
