import type { MessageFields, QueueCommandName } from "../../ports/upload-queue.ts";
import type { Build } from "./build.ts";

/**
 * The language spoken on the daemon's socket: one JSON object a line. Raised when a message changes its meaning.
 * `Hello` and the call `handOver` never change, so that any two versions can hand the queue over.
 */
export const protocolVersion = 1;

/** Longest line in either direction; 100,000 ids fit. A longer one ends the connection. */
export const maxMessageBytes = 16 * 1024 * 1024;

/** First line of both sides. */
export interface Hello {
  readonly hello: number;
  readonly version: string;
  /** Of the daemon; the app sends 0. */
  readonly pid: number;
  /** Of the daemon; absent in the first release and from source. */
  readonly build?: Build;
}

/** What an app may ask of a daemon beside the commands of its queue. */
export type DaemonCall =
  | { readonly do: "subscribe" }
  | { readonly do: "unsubscribe" }
  /** Kept in the daemon's memory only; null forgets it. */
  | { readonly do: "secret"; readonly account: string; readonly secret: string | null }
  /**
   * "You know what I know": the queue may run. `isSuccessor`: an earlier daemon's queue goes on, without the question
   * that a person is asked when they come back to what was interrupted.
   */
  | { readonly do: "begin"; readonly isSuccessor: boolean }
  /** Connections or the log server have changed in the settings. */
  | { readonly do: "refresh" }
  /** Stop, keep the state, let a newer daemon take over. Answered when the queue has stopped. */
  | { readonly do: "handOver" };

/** A command of the queue with the fields that its row of `queueCommands` writes. */
export interface QueueCommandMessage extends MessageFields {
  readonly do: QueueCommandName;
}

/** What an app sends to a daemon. */
export type QueueRequest = DaemonCall | QueueCommandMessage;

/** "not understood": the call has a shape that this version does not know. "failed": a bug on the other side. */
export type CallFault = "not understood" | "failed" | "too long";

/** What a daemon sends after its hello. `changed` is sent to subscribers, at most four times a second. */
export type QueueResponse =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly fault: CallFault }
  | { readonly changed: true };
