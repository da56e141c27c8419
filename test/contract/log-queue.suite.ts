import { afterEach, describe, expect, it } from "vitest";
import type { MessageQueue } from "../../src/server/ports.ts";
import { knownToken, logEntry } from "../support/values/entries.ts";

/** How the suite opens queues of one kind. */
export interface QueueKind {
  /** Opens the queue of this test; after `close` the same entries again. Ids are remembered for `rememberMs`. */
  open(): Promise<MessageQueue>;
  /** Throws away what the test stored. */
  clear(): Promise<void>;
  readonly rememberMs: number;
}

const messages = async (queue: MessageQueue, limit = 1000) =>
  (await queue.oldest(limit)).map(({ entry }) => entry.message);

const fill = async (queue: MessageQueue, count: number) => {
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  // All at once: they share a group.
  const answers = await Promise.all(
    numbers.map(async (number) =>
      queue.put(logEntry({ id: `id-${number}`, message: `${number}` }), knownToken()),
    ),
  );
  expect(answers.every((answer) => answer.ok && answer.value === "accepted")).toBe(true);
};
const positions = async (queue: MessageQueue, count: number) =>
  (await queue.oldest(count)).map(({ position }) => position);

/** What every queue must do, so that the server need not know which one it has. */
export const describeMessageQueue = (name: string, kind: QueueKind): void => {
  describe(`a message queue: ${name}`, () => {
    const open: MessageQueue[] = [];
    const start = async () => {
      const queue = await kind.open();
      open.push(queue);
      return queue;
    };
    const close = async (queue: MessageQueue) => {
      open.splice(open.indexOf(queue), 1);
      await queue.close();
    };
    afterEach(async () => {
      for (const queue of open.splice(0)) await queue.close();
      await kind.clear();
    });

    it("gives entries back whole, oldest first, no more than asked for", async () => {
      const queue = await start();
      await fill(queue, 250);
      expect(await messages(queue)).toEqual(
        Array.from({ length: 250 }, (_, index) => `${index + 1}`),
      );
      expect(await messages(queue, 3)).toEqual(["1", "2", "3"]);
      const [first] = await queue.oldest(1);
      expect(first?.entry).toEqual(logEntry({ id: "id-1", message: "1" }));
    });

    it("keeps them when it is closed and opened again", async () => {
      const before = await start();
      await fill(before, 5);
      await close(before);
      const after = await start();
      expect(await messages(after)).toEqual(["1", "2", "3", "4", "5"]);
      expect((await after.stats()).waiting).toBe(5);
    });

    it("knows a repeated Id while the entry waits, after it was settled, and after a restart", async () => {
      const queue = await start();
      const entry = logEntry();
      expect(await queue.put(entry, knownToken())).toEqual({ ok: true, value: "accepted" });
      expect(await queue.put(entry, knownToken())).toEqual({ ok: true, value: "seen" });
      await queue.ack(await positions(queue, 1));
      expect(await queue.put(entry, knownToken())).toEqual({ ok: true, value: "seen" });
      await close(queue);
      const again = await start();
      expect(await again.put(entry, knownToken())).toEqual({ ok: true, value: "seen" });
      expect((await again.stats()).waiting).toBe(0);
    });

    it("takes one of two equal Ids that arrive together", async () => {
      const queue = await start();
      const answers = await Promise.all([
        queue.put(logEntry(), knownToken()),
        queue.put(logEntry(), knownToken()),
      ]);
      expect(answers.map((answer) => answer.ok && answer.value)).toEqual(["accepted", "seen"]);
      expect(await messages(queue)).toHaveLength(1);
    });

    it("does not mistake another token's Id, or a post without one, for a repeat", async () => {
      const queue = await start();
      await queue.put(logEntry(), knownToken());
      const others = [
        [logEntry({ tokenName: "other" }), knownToken("other")],
        [logEntry({ isRepeatable: false, id: "made-1" }), knownToken()],
        [logEntry({ isRepeatable: false, id: "made-2" }), knownToken()],
      ] as const;
      for (const [entry, token] of others)
        expect(await queue.put(entry, token)).toEqual({ ok: true, value: "accepted" });
      expect(await messages(queue)).toHaveLength(4);
    });

    it("knows a token's Ids by its hash, whatever its name becomes and whoever takes that name", async () => {
      const queue = await start();
      const { key } = knownToken();
      await queue.put(logEntry(), { name: "line-2", formerName: "line-2", key });
      const renamed = { name: "line-1", formerName: "line-1", key };
      expect(await queue.put(logEntry(), renamed)).toEqual({ ok: true, value: "seen" });
      const heir = { ...knownToken("heir"), name: "line-2", formerName: "line-2" };
      expect(await queue.put(logEntry(), heir)).toEqual({ ok: true, value: "accepted" });
      expect(await messages(queue)).toHaveLength(2);
    });

    it("forgets what is settled, from the middle too, and counts right", async () => {
      const queue = await start();
      await fill(queue, 5);
      const all = await positions(queue, 5);
      await queue.ack([all[1] ?? "", all[3] ?? ""]);
      expect(await messages(queue)).toEqual(["1", "3", "5"]);
      expect(await queue.stats()).toMatchObject({
        waiting: 3,
        parked: 0,
        oldestWaitingAtMs: 1_000_000,
        oldestPosition: all[0],
      });
    });

    it("keeps parked entries aside over a restart, knows their Ids, and puts them back at the end", async () => {
      const queue = await start();
      await fill(queue, 3);
      await queue.park(await positions(queue, 2), "msg_too_long");
      expect(await messages(queue)).toEqual(["3"]);
      expect(await queue.put(logEntry({ id: "id-1" }), knownToken())).toEqual({
        ok: true,
        value: "seen",
      });
      await close(queue);
      const again = await start();
      expect(await again.stats()).toMatchObject({ waiting: 1, parked: 2 });
      expect(await again.parked(1)).toEqual([
        {
          entry: logEntry({ id: "id-1", message: "1" }),
          reason: "msg_too_long",
          parkedAtMs: expect.closeTo(Date.now(), -5),
        },
      ]);
      expect((await again.parked(10)).map(({ entry }) => entry.message)).toEqual(["1", "2"]);
      expect(await again.unpark()).toBe(2);
      expect(await messages(again)).toEqual(["3", "1", "2"]);
      expect(await again.stats()).toMatchObject({ waiting: 3, parked: 0 });
      expect(await again.parked(10)).toEqual([]);
    });

    it("remembers the delivery that was begun over a restart, until another is, or none", async () => {
      const queue = await start();
      expect(await queue.begun.read()).toBeNull();
      const begun = { headTs: "17.1", isThreaded: true, positions: ["1", "r2"] };
      await queue.begun.keep(begun);
      await close(queue);
      const again = await start();
      expect(await again.begun.read()).toEqual(begun);
      const next = { headTs: "17.2", isThreaded: false, positions: [] };
      await again.begun.keep(next);
      expect(await again.begun.read()).toEqual(next);
      await again.begun.keep(null);
      expect(await again.begun.read()).toBeNull();
    });

    it("wakes who waits when an entry arrives, and lets go when aborted", async () => {
      const queue = await start();
      const controller = new AbortController();
      const woken = queue.whenMore(60_000, controller.signal);
      await queue.put(logEntry(), knownToken());
      await woken;
      const aborted = queue.whenMore(60_000, controller.signal);
      controller.abort(new Error("stop"));
      await expect(aborted).rejects.toThrow("stop");
      await queue.probe();
    });

    it("forgets Ids that are older than the retention", async () => {
      const queue = await start();
      const nowMs = Date.now();
      await queue.put(logEntry({ receivedAtMs: nowMs }), knownToken());
      await queue.ack(await positions(queue, 1));
      // Redis forgets by its own clock.
      await new Promise((resolve) => setTimeout(resolve, kind.rememberMs + 50));
      await queue.pruneIds(nowMs + kind.rememberMs + 50);
      expect(await queue.put(logEntry(), knownToken())).toEqual({ ok: true, value: "accepted" });
    });
  });
};
