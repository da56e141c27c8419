import {
  isQueueCommandName,
  queueCommands,
  type MessageFields,
  type QueueCommandName,
  type UploadQueue,
} from "./upload-queue.ts";

/** A command as it came in a message, ready to be run on a queue. */
export interface ParsedQueueCommand<N extends QueueCommandName = QueueCommandName> {
  readonly do: N;
  /** True: it changes nothing, and need not wait for the commands before it. */
  readonly isView: boolean;
  /** Gives the value to answer with. */
  readonly runOn: (queue: UploadQueue) => Promise<unknown>;
}

const parseRow = <N extends QueueCommandName>(
  name: N,
  fields: MessageFields,
): ParsedQueueCommand<N> | null => {
  const row = queueCommands[name];
  const given = row.parse(fields);
  return (
    given && {
      do: name,
      isView: row.kind === "view" || row.kind === "question",
      runOn: (queue) => row.run(queue, ...given),
    }
  );
};

/** A message of the form `{do: NAME, …}` as a command of the table; null when it is none that this version knows. */
export const parseQueueCommand = (message: MessageFields): ParsedQueueCommand | null => {
  const name = message["do"];
  return isQueueCommandName(name) ? parseRow(name, message) : null;
};
