import { describe, expect, it } from "vitest";
import { ok } from "../../../src/domain/result.ts";
import { isNothing } from "../../../src/services/ports/queue-answers.ts";
import { parseQueueCommand } from "../../../src/services/ports/parse-queue-command.ts";
import {
  isQueueCommandName,
  queueCommands,
  type QueueAnswer,
  type QueueArguments,
  type QueueCommand,
  type QueueCommandName,
  type UploadQueue,
} from "../../../src/services/ports/upload-queue.ts";
import { createPendingQueue, createQueueProxy } from "../../../src/services/ports/queue-proxy.ts";
import { serveQueue } from "../../support/sites/served-queue.ts";
import { someSnapshot, someView } from "../../support/fakes/still-queue.ts";
import { requestFor } from "../../support/fakes/upload-queue.ts";

/** Of each command: every form that its arguments have, and an answer. */
const examples: {
  readonly [N in QueueCommandName]: {
    readonly given: readonly QueueArguments<N>[];
    readonly answer: QueueAnswer<N>;
  };
} = {
  add: {
    given: [[[requestFor("/data/a.txt"), requestFor("/data/b.txt", "replace")]]],
    answer: ok([{ path: "/data/a.txt", id: "t1", isResumed: true }]),
  },
  pause: { given: [["all"]], answer: undefined },
  resume: { given: [[["t1", "t2"]]], answer: undefined },
  cancel: { given: [[[]]], answer: undefined },
  retry: { given: [["all"], [["t1"], "rename"]], answer: undefined },
  dismiss: { given: [["all"]], answer: undefined },
  sendFirst: { given: [[["t1", "t2"]]], answer: undefined },
  keysChanged: { given: [["acme"]], answer: undefined },
  seeBatches: { given: [[["b1"]]], answer: undefined },
  limit: { given: [[null], [1_500_000.5]], answer: undefined },
  findTaken: {
    given: [
      [{ connection: "acme", bucket: "inbox" }, ["in/a.txt", "in/b.txt"]],
      [{ connection: "acme", bucket: "inbox" }, []],
    ],
    answer: ok([{ key: "in/a.txt", sizeBytes: 7, modifiedAtMs: 1.5 }]),
  },
  snapshot: { given: [[{ from: 3, count: 50 }]], answer: someSnapshot([someView()]) },
};

const everyName = Object.keys(queueCommands).filter(isQueueCommandName);

/** A queue that gives the example's answers, and notes what it is asked for. */
const createNotingQueue = () => {
  const asked: unknown[] = [];
  const queue = createQueueProxy(
    async <N extends QueueCommandName>(
      name: N,
      given: QueueArguments<N>,
    ): Promise<QueueAnswer<N>> => {
      asked.push([name, ...given]);
      return examples[name].answer;
    },
    () => () => undefined,
  );
  return { queue, asked };
};

/** Gives a command its examples, in whatever way the queue passes them on; the answers that come back. */
const give = async <N extends QueueCommandName>(queue: UploadQueue, name: N) => {
  const { run } = queueCommands[name];
  return Promise.all(examples[name].given.map((given) => run(queue, ...given)));
};

const expected = <N extends QueueCommandName>(name: N) => ({
  asked: examples[name].given.map((given) => [name, ...given]),
  answers: examples[name].given.map(() => examples[name].answer),
});

describe("a command of the queue", () => {
  it.each(everyName)("%s goes through a queue that is still being opened", async (name) => {
    const opening = Promise.withResolvers<UploadQueue>();
    const { queue, asked } = createNotingQueue();
    const answers = give(createPendingQueue(opening.promise), name);
    opening.resolve(queue);
    expect({ answers: await answers, asked }).toEqual(expected(name));
  });

  it.each(everyName)("%s goes through the socket to the queue behind it", async (name) => {
    const { queue, asked } = createNotingQueue();
    const served = await serveQueue(queue);
    const answers = await give(await served.connect(), name);
    expect({ answers, asked }).toEqual(expected(name));
    expect(served.faults).toEqual([]);
    await served.close();
  });

  it("does not compile without a way to parse it", () => {
    const row = {
      kind: "change" as const,
      write: () => ({}),
      run: async () => undefined,
      isAnswer: isNothing,
    };
    // @ts-expect-error -- a row says how its message is parsed
    const command: QueueCommand<"pause"> = row;
    expect(command).not.toHaveProperty("parse");
  });

  it.each([
    { do: "pauseFor", which: "all", minutes: 5 },
    { do: "subscribe" },
    { do: "toString" },
    { do: 7 },
    {},
    { do: "pause", which: 7 },
    { do: "retry", which: "all" },
  ])("that this version does not know is none: %j", (message) => {
    expect(parseQueueCommand(message)).toBeNull();
  });
});
