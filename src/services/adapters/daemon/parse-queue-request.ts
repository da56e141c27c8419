import { isCount, isRecord } from "../../../domain/json.ts";
import { parseQueueCommand, type ParsedQueueCommand } from "../../ports/parse-queue-command.ts";
import type { MessageFields } from "../../ports/upload-queue.ts";
import { parseBuild } from "./build.ts";
import type { DaemonCall, Hello } from "./queue-messages.ts";

/** A longer secret than any store or server gives out; what is longer is a mistake. */
const maxSecretLength = 16_384;

/** A call that this version knows: a command of the queue, or one that is about the daemon itself. */
export type ParsedCall = ParsedQueueCommand | DaemonCall;

/** A call with its number; `call` is null when only the number could be read. */
export interface NumberedRequest {
  readonly id: number;
  readonly call: ParsedCall | null;
}

const parseSecretCall = ({ account, secret }: MessageFields): DaemonCall | null => {
  if (typeof account !== "string" || account.length > maxSecretLength) return null;
  if (secret !== null && (typeof secret !== "string" || secret.length > maxSecretLength))
    return null;
  return { do: "secret", account, secret };
};

const parseBeginCall = ({ isSuccessor }: MessageFields): DaemonCall | null =>
  typeof isSuccessor === "boolean" ? { do: "begin", isSuccessor } : null;

const daemonCalls: {
  readonly [Name in DaemonCall["do"]]: (fields: MessageFields) => DaemonCall | null;
} = {
  subscribe: () => ({ do: "subscribe" }),
  unsubscribe: () => ({ do: "unsubscribe" }),
  secret: parseSecretCall,
  begin: parseBeginCall,
  refresh: () => ({ do: "refresh" }),
  handOver: () => ({ do: "handOver" }),
};

const isDaemonCallName = (name: unknown): name is DaemonCall["do"] =>
  typeof name === "string" && Object.hasOwn(daemonCalls, name);

const parseCall = (value: unknown): ParsedCall | null => {
  if (!isRecord(value)) return null;
  const name = value["do"];
  return isDaemonCallName(name) ? daemonCalls[name](value) : parseQueueCommand(value);
};

/** The first line of the other side; null when it is anything else. */
export const parseHello = (value: unknown): Hello | null => {
  if (!isRecord(value)) return null;
  const { hello, version, pid } = value;
  const build = parseBuild(value["build"]);
  return isCount(hello) && typeof version === "string" && version.length <= 64 && isCount(pid)
    ? { hello, version, pid, ...(build && { build }) }
    : null;
};

/** A call with its number; null without one. */
export const parseNumberedRequest = (value: unknown): NumberedRequest | null =>
  isRecord(value) && isCount(value["id"])
    ? { id: value["id"], call: parseCall(value["call"]) }
    : null;
