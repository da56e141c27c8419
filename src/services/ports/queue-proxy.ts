import {
  isQueueCommandName,
  queueCommands,
  type QueueAnswer,
  type QueueArguments,
  type QueueCommandName,
  type UploadQueue,
} from "./upload-queue.ts";

/** How a proxy passes a command on. */
export type PassOn = <N extends QueueCommandName>(
  name: N,
  given: QueueArguments<N>,
) => Promise<QueueAnswer<N>>;

const names = Object.keys(queueCommands).filter(isQueueCommandName);

/** Each name has the function of its own row: between keys and values the compiler loses that. */
const hasEveryCommand = (
  commands: Readonly<Record<string, unknown>>,
): commands is Omit<UploadQueue, "subscribe"> =>
  names.every((name) => typeof commands[name] === "function");

/** A queue that passes each command of the table on to somebody else. */
export const createQueueProxy = (
  passOn: PassOn,
  subscribe: UploadQueue["subscribe"],
): UploadQueue => {
  const toCommand =
    <N extends QueueCommandName>(name: N) =>
    (...given: QueueArguments<N>): Promise<QueueAnswer<N>> =>
      passOn(name, given);
  const commands = Object.fromEntries(names.map((name) => [name, toCommand(name)]));
  if (!hasEveryCommand(commands)) throw new Error("a command has no function");
  return { ...commands, subscribe };
};

/**
 * A queue that is still being opened: the first frame does not wait for a daemon's start, its commands do. Subscribers
 * are called back once when it is open, too. `opening` must not reject.
 */
export const createPendingQueue = (opening: Promise<UploadQueue>): UploadQueue =>
  createQueueProxy(
    (name, given) => opening.then((queue) => queueCommands[name].run(queue, ...given)),
    (onChange) => {
      let end: (() => void) | null = null;
      let isWanted = true;
      const begin = async () => {
        const queue = await opening;
        if (!isWanted) return;
        end = queue.subscribe(onChange);
        onChange();
      };
      void begin(); // rejects only for a bug
      return () => {
        isWanted = false;
        end?.();
      };
    },
  );
