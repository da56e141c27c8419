import { createConnection } from "node:net";
import type { Socket } from "node:net";
import { fail, ok } from "../../../domain/result.ts";
import type { Result } from "../../../domain/result.ts";
import { maxMessageBytes, protocolVersion } from "./queue-messages.ts";
import type { CallFault, QueueRequest, Hello } from "./queue-messages.ts";
import { createLineReader, toLine } from "./line-frames.ts";
import { parseQueueResponse } from "./parse-queue-response.ts";
import { parseHello } from "./parse-queue-request.ts";
import { parseLine } from "./parse-line.ts";

/** How a call went: answered, refused, the connection ended first, or nothing came within the time limit. */
export type CallOutcome =
  | { readonly state: "answered"; readonly value: unknown }
  | { readonly state: "refused"; readonly fault: CallFault }
  | { readonly state: "lost" }
  | { readonly state: "silent" };

/** One open connection to a daemon. It does not keep the process alive; a call under way does. */
export interface QueueConnection {
  /** What the daemon said of itself. */
  readonly daemon: Hello;
  /** Never rejects, and never takes longer than `limitMs`. */
  call(call: QueueRequest, limitMs: number): Promise<CallOutcome>;
  /** Resolves when the connection has ended, by whichever side. */
  readonly ended: Promise<void>;
  close(): void;
}

export interface OpenConnectionParams {
  readonly socket: string;
  /** Ours, for the hello. */
  readonly version: string;
  readonly limitMs: number;
  readonly onChanged: () => void;
}

/** Nobody listens, or whoever listens does not answer as a daemon does. */
export type NoConnection = "nobody" | "silent";

type Waiting = Map<number, (outcome: CallOutcome) => void>;

const sendCall = (
  socket: Socket,
  waiting: Waiting,
  id: number,
  call: QueueRequest,
  limitMs: number,
) =>
  new Promise<CallOutcome>((resolve) => {
    const settle = (outcome: CallOutcome) => {
      clearTimeout(timer);
      waiting.delete(id);
      resolve(outcome);
    };
    const timer = setTimeout(() => settle({ state: "silent" }), limitMs);
    waiting.set(id, settle);
    socket.write(toLine({ id, call }));
  });

const createConnectionOver = (
  socket: Socket,
  daemon: Hello,
  waiting: Waiting,
  ended: Promise<void>,
): QueueConnection => {
  let lastId = 0;
  return {
    daemon,
    ended,
    call: (call, limitMs) => {
      if (socket.destroyed || !socket.writable) return Promise.resolve({ state: "lost" });
      lastId += 1;
      return sendCall(socket, waiting, lastId, call, limitMs);
    },
    close: () => socket.destroy(),
  };
};

/** Hands an answer to its call; false when the line is no answer, which a daemon never sends. */
const resolveAnswer = (line: string, waiting: Waiting, onChanged: () => void): boolean => {
  const answer = parseQueueResponse(parseLine(line));
  if (!answer) return false;
  if ("changed" in answer) onChanged();
  else if ("fault" in answer) waiting.get(answer.id)?.({ state: "refused", fault: answer.fault });
  else waiting.get(answer.id)?.({ state: "answered", value: answer.value });
  return true;
};

/** Connects and exchanges hellos, within `limitMs`. */
export const openQueueConnection = (
  params: OpenConnectionParams,
): Promise<Result<QueueConnection, NoConnection>> =>
  new Promise((resolve) => {
    const waiting: Waiting = new Map();
    const end = Promise.withResolvers<void>();
    const socket = createConnection(params.socket);
    let isGreeted = false;
    const timer = setTimeout(() => {
      socket.destroy();
      resolve(fail("silent"));
    }, params.limitMs);

    const reader = createLineReader(maxMessageBytes, (line) => {
      if (isGreeted) {
        if (!resolveAnswer(line, waiting, params.onChanged)) socket.destroy();
        return;
      }
      const daemon = parseHello(parseLine(line));
      if (!daemon) {
        socket.destroy();
        return;
      }
      isGreeted = true;
      clearTimeout(timer);
      socket.unref();
      resolve(ok(createConnectionOver(socket, daemon, waiting, end.promise)));
    });

    socket.on("connect", () =>
      socket.write(toLine({ hello: protocolVersion, version: params.version, pid: 0 })),
    );
    socket.on("data", (chunk: Buffer) => {
      if (!reader.push(chunk)) socket.destroy();
    });
    // Every failure of a socket ends in "close", where it is dealt with.
    socket.on("error", () => undefined);
    socket.on("close", () => {
      clearTimeout(timer);
      resolve(fail("nobody"));
      for (const settle of waiting.values()) settle({ state: "lost" });
      end.resolve();
    });
  });
