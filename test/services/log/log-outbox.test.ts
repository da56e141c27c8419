import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AppError } from "../../../src/domain/errors.ts";
import type { Outcome, OutcomeAddress } from "../../../src/domain/outcome.ts";
import { fail, ok, type Result } from "../../../src/domain/result.ts";
import { createLogOutbox, type LogOutbox } from "../../../src/services/log/log-outbox.ts";
import { createNullLogSink } from "../../../src/services/log/null-log-sink.ts";
import type { TransferStore } from "../../../src/services/ports/transfer-store.ts";
import { createManualClock, type ManualClock } from "../../support/fakes/manual-clock.ts";
import { createMemoryTransferStore } from "../../support/fakes/memory-transfer-store.ts";
import { someOutcome } from "../../support/values/transfers.ts";
import { valueOf } from "../../support/values/value-of.ts";

const away: AppError = { code: "LogServerUnreachable", host: "log", reason: "refused" };
const refused = (status: number): AppError => ({
  code: "LogServerRefused",
  status,
  permanent: status === 400 || status === 401,
});

const nobody = { connection: null, logUrl: null };

let clock: ManualClock;
let transfers: TransferStore;
let outbox: LogOutbox;
let answer: (id: string) => Result<void, AppError>;
let delivered: string[];
let sentTo: Map<string, OutcomeAddress>;
let stop: AbortController;
let running: Promise<void>;

const add = (count: number, changes: Partial<Outcome> = {}): readonly string[] =>
  Array.from({ length: count }, () => {
    const outcome = someOutcome(changes);
    valueOf(transfers.addOutcome(outcome));
    return outcome.id;
  });
const left = () => valueOf(transfers.outboxSize());

const begin = () => {
  outbox = createLogOutbox({
    transfers,
    clock,
    random: () => 0.999,
    onChange: () => undefined,
    sinkFor: (address) => ({
      ...createNullLogSink(),
      isOn: async () => true,
      deliver: async ({ id }) => {
        sentTo.set(id, address);
        delivered.push(id);
        return answer(id);
      },
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
  sentTo = new Map();
  begin();
});
afterEach(end);

describe("the outbox", () => {
  it("sends what an earlier run left, then what comes, each once", async () => {
    await end();
    const old = add(40);
    begin();
    await clock.advance(0);
    const news = add(2);
    outbox.wake(nobody);
    await clock.advance(0);
    expect(delivered.toSorted()).toEqual([...old, ...news].toSorted());
    expect(left()).toBe(0);
  });

  it("keeps everything while the server is away, asks less and less often, and then sends all", async () => {
    const ids = add(20);
    answer = () => fail(away);
    outbox.wake(nobody);
    await clock.advance(3_600_000);
    expect(left()).toBe(20);
    // Once a minute at last, and one message at a time: nobody is flooded.
    expect(delivered.length).toBeGreaterThan(50);
    expect(delivered.length).toBeLessThan(100);
    expect(outbox.state()).toMatchObject({ waiting: 20, refused: 0, trouble: away });
    answer = () => ok(undefined);
    delivered = [];
    await clock.advance(61_000);
    expect(delivered.toSorted()).toEqual(ids.toSorted());
    expect(outbox.state()).toMatchObject({ waiting: 0, refused: 0, trouble: null });
  });

  it.each([408, 425, 429, 500, 502, 503])("sends again after a %i", async (status) => {
    add(1);
    answer = () => fail(refused(status));
    outbox.wake(nobody);
    await clock.advance(10_000);
    expect(left()).toBe(1);
    answer = () => ok(undefined);
    await clock.advance(60_000);
    expect(left()).toBe(0);
  });

  it("sets one message aside that the server will never take, and sends the others", async () => {
    const [bad = "", ...good] = add(5);
    answer = (id) => (id === bad ? fail(refused(400)) : ok(undefined));
    outbox.wake(nobody);
    await clock.advance(0);
    expect(outbox.state()).toMatchObject({ waiting: 0, refused: 1, trouble: null });
    expect(delivered.filter((id) => id === bad)).toHaveLength(1);
    expect(good.every((id) => delivered.includes(id))).toBe(true);
  });

  it.each([307, 403, 404, 405, 413, 451])(
    "lets no message wait because of one that something on the way answers %i to",
    async (status) => {
      const [bad = "", ...good] = add(200);
      answer = (id) => (id === bad ? fail(refused(status)) : ok(undefined));
      outbox.wake(nobody);
      await clock.advance(0);
      expect(new Set(delivered)).toEqual(new Set([bad, ...good]));
      const own = { waiting: 1, trouble: null, messageTrouble: refused(status) };
      expect(outbox.state()).toMatchObject(own);
      const later = add(3);
      outbox.wake(nobody);
      await clock.advance(0);
      expect(later.every((id) => delivered.includes(id))).toBe(true);
      // It has its own tries, less and less often, and is set aside then: kept, counted, and not tried again.
      await clock.advance(600_000);
      expect(outbox.state()).toMatchObject({ waiting: 0, refused: 1, messageTrouble: null });
      const tries = delivered.filter((id) => id === bad).length;
      expect(tries).toBe(5);
      await clock.advance(3_600_000);
      expect(delivered.filter((id) => id === bad)).toHaveLength(tries);
      // By hand it is sent again.
      expect(valueOf(transfers.retryOutcomes())).toBe(1);
      answer = () => ok(undefined);
      outbox.wake(nobody);
      await clock.advance(0);
      expect(outbox.state()).toMatchObject({ waiting: 0, refused: 0, trouble: null });
    },
  );

  it("tries another message each time a server is in trouble: one of them may be the trouble", async () => {
    const [bad = "", ...good] = add(10);
    answer = (id) => fail(id === bad ? refused(503) : away);
    outbox.wake(nobody);
    await clock.advance(0);
    answer = (id) => (id === bad ? fail(refused(503)) : ok(undefined));
    await clock.advance(130_000);
    expect(good.every((id) => delivered.includes(id))).toBe(true);
    expect(outbox.state().waiting).toBe(1);
  });

  it("pauses where a full disk cannot forget what was sent, and forgets it later", async () => {
    add(1);
    const { commit } = transfers;
    transfers.commit = async () => fail({ code: "DiskFull", path: "/state.db" });
    outbox.wake(nobody);
    await clock.advance(10_000);
    expect(delivered.length).toBeGreaterThan(1);
    expect(delivered.length, "not in a loop without a pause").toBeLessThan(21);
    expect(left()).toBe(1);
    transfers.commit = commit;
    await clock.advance(60_000);
    expect(left()).toBe(0);
  });

  it("keeps all messages when the token is refused, says so, and tries seldom", async () => {
    add(3);
    answer = () => fail(refused(401));
    outbox.wake(nobody);
    await clock.advance(60_000);
    expect(left()).toBe(3);
    const attempts = delivered.length;
    await clock.advance(120_000);
    expect(delivered).toHaveLength(attempts);
    expect(outbox.state().trouble).toEqual(refused(401));
    answer = () => ok(undefined);
    await clock.advance(300_000);
    expect(left()).toBe(0);
    expect(outbox.state().trouble).toBeNull();
  });

  it("shows a refused token one message of a backlog, and waits", async () => {
    add(500);
    answer = () => fail(refused(401));
    outbox.wake(nobody);
    await clock.advance(250_000);
    expect(delivered).toHaveLength(1);
    outbox.wake(nobody);
    await clock.advance(10_000);
    expect(delivered).toHaveLength(1);
    // As soon as there is another token.
    answer = () => ok(undefined);
    outbox.retry();
    await clock.advance(0);
    expect(left()).toBe(0);
  });

  it("asks at once with a token that came while the one before was being refused", async () => {
    add(3);
    answer = () => {
      answer = () => ok(undefined);
      outbox.retry();
      return fail(refused(401));
    };
    outbox.wake(nobody);
    await clock.advance(0);
    expect(left()).toBe(0);
  });

  it("holds no connection up because of another one's log server", async () => {
    const bad = new Set(add(200, { connection: "north" }));
    answer = (id) => (bad.has(id) ? fail(refused(401)) : ok(undefined));
    outbox.wake({ ...nobody, connection: "north" });
    await clock.advance(0);
    const good = add(3, { connection: "south" });
    outbox.wake({ ...nobody, connection: "south" });
    await clock.advance(0);
    expect(good.every((id) => delivered.includes(id))).toBe(true);
    expect(delivered.filter((id) => bad.has(id))).toHaveLength(1);
    expect(outbox.state()).toMatchObject({
      waiting: 200,
      trouble: refused(401),
      inTrouble: { connection: "north", logUrl: null },
    });
  });

  it("sends what was for a named log server to that one, and holds up nothing else for it", async () => {
    const logUrl = "https://named.example/";
    const [named = ""] = add(1, { connection: "north", logUrl });
    const [own = ""] = add(1, { connection: "north" });
    answer = (id) => (id === named ? fail(away) : ok(undefined));
    outbox.wake({ connection: "north", logUrl: null });
    await clock.advance(0);
    expect(sentTo.get(named)).toEqual({ connection: "north", logUrl });
    expect(sentTo.get(own)).toEqual({ connection: "north", logUrl: null });
    expect(outbox.state()).toMatchObject({
      waiting: 1,
      inTrouble: { connection: "north", logUrl },
    });
  });

  it("is quiet when all is sent, when the server is in trouble, and after the time that one waits", async () => {
    await clock.advance(0);
    await outbox.whenQuiet(60_000, stop.signal);
    add(1);
    answer = () => fail(away);
    outbox.wake(nobody);
    await outbox.whenQuiet(60_000, stop.signal);
    expect(left()).toBe(1);
  });
});
