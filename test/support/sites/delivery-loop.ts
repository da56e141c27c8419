import type { PostAnswer, SlackPost } from "../../../src/server/ports.ts";
import { createWakeSignal } from "../../../src/server/queue/wake-signal.ts";
import { createDeliveryHealth } from "../../../src/server/slack/delivery-health.ts";
import { runDeliveryLoop } from "../../../src/server/slack/delivery-loop.ts";
import { createManualClock } from "../fakes/manual-clock.ts";
import { knownToken, logEntry } from "../values/entries.ts";
import { openTestQueue, type TestQueue } from "./test-queue.ts";

const open: { readonly queue: TestQueue; readonly stop: () => Promise<void> }[] = [];
/** Ends every loop that a test has started, and removes its queue. */
export const stopLoops = async (): Promise<void> => {
  const loops = open.splice(0);
  for (const { stop } of loops) await stop();
  for (const queue of new Set(loops.map(({ queue }) => queue))) await queue.remove();
};

/** One call of chat.postMessage. */
export interface Call {
  readonly post: SlackPost;
  readonly atMs: number;
}

/**
 * A delivery loop over a real queue, or that of a loop before it, and a clock that the test turns; Slack answers as
 * told, and takes all else.
 */
export const startLoopWith = async (
  answerTo: (post: SlackPost) => PostAnswer | null,
  former?: TestQueue,
) => {
  const queue = former ?? (await openTestQueue());
  const clock = createManualClock(1_000_000);
  const calls: Call[] = [];
  const words: string[] = [];
  const note = (_data: object, line: string) => words.push(line);
  const health = createDeliveryHealth(() => {});
  const controller = new AbortController();
  const retryRequested = createWakeSignal();
  let running = Promise.resolve();
  /** As the end of the process: what is not on disk is gone. */
  const stop = async () => {
    controller.abort();
    await running.catch((thrown: unknown) => {
      if (thrown !== controller.signal.reason) throw thrown;
    });
  };
  const begin = () => {
    running = runDeliveryLoop(
      {
        queue,
        clock,
        health,
        retryRequested,
        random: () => 1,
        intervalMs: 1000,
        log: { debug: note, info: note, warn: note, error: note },
        slack: {
          post: async (post) => {
            calls.push({ post, atMs: clock.nowMs() });
            return answerTo(post) ?? { kind: "posted", ts: `ts-${calls.length}` };
          },
          whoAmI: async () => ({ ok: true, value: "test" }),
        },
      },
      controller.signal,
    );
    open.push({ queue, stop });
  };
  return { queue, clock, calls, words, health, retryRequested, begin, stop };
};

/** The same with answers from a script, one for each call. */
export const startLoop = async (...script: readonly PostAnswer[]) => {
  const answers = [...script];
  return startLoopWith(() => answers.shift() ?? null);
};

export type Loop = Awaited<ReturnType<typeof startLoop>>;

export const texts = (calls: readonly Call[]) => calls.map(({ post }) => post.attachments[0]?.text);
export const times = (calls: readonly Call[]) => calls.map(({ atMs }) => atMs - 1_000_000);

/** Puts messages "message 1", "message 2" and so on, then starts the loop. */
export const fill = async (loop: Loop, count: number) => {
  for (let number = 1; number <= count; number += 1) {
    await loop.queue.put(
      logEntry({ id: String(number), message: `message ${number}` }),
      knownToken(),
    );
  }
  loop.begin();
};
