import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { closeServer, listenOnLoopback } from "./loopback.ts";

/** What the next `chat.postMessage` gets instead of an answer in good health. */
export type SlackMishap =
  | { readonly kind: "rateLimited"; readonly retryAfterSeconds: number }
  | { readonly kind: "status"; readonly status: number }
  /** `ok: false` with Slack's own error name, such as `channel_not_found`. */
  | { readonly kind: "refused"; readonly error: string }
  /** A page where JSON was due, as a captive portal or a proxy gives. */
  | { readonly kind: "html" }
  /** Takes the message, answers late. */
  | { readonly kind: "slow"; readonly delayMs: number }
  /** Keeps the connection open and says nothing. */
  | { readonly kind: "never" }
  /** Ends the connection; `isTaken` says whether the message was posted before. */
  | { readonly kind: "cut"; readonly isTaken: boolean };

/** A message as it stands in the channel. */
export interface SlackMessage {
  readonly ts: string;
  readonly channel: string;
  readonly text: string;
  /** `ts` of the message whose thread it belongs to; null for one of the channel itself. */
  readonly threadTs: string | null;
  /** As posted, JSON already parsed; empty when there were none. */
  readonly attachments: readonly Readonly<Record<string, unknown>>[];
  readonly atMs: number;
}

export interface SlackStandInOptions {
  /** The one bot token that is taken; by default each one is. */
  readonly token?: string;
  /** 0, the default, takes a free port. */
  readonly port?: number;
  /** Slack's error for a message it will not have, by its attachments as JSON; null takes it, which is the default. */
  readonly refuses?: (attachments: string) => string | null;
}

export interface SlackStandIn {
  /** For SLACK_API_URL; ends in "/". */
  readonly url: string;
  /** Every message taken, oldest first. */
  readonly messages: readonly SlackMessage[];
  /** Calls of `chat.postMessage`, whatever became of them. */
  postCount(): number;
  /** Lines up mishaps: one for each of the next posts. */
  misbehave(...mishaps: readonly SlackMishap[]): void;
  /** Called with each message taken; gives the function that ends it. */
  onMessage(listener: (message: SlackMessage) => void): () => void;
  close(): Promise<void>;
}

type Fields = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const readFields = async (request: IncomingMessage): Promise<Fields> => {
  const body = await text(request);
  if (request.headers["content-type"]?.startsWith("application/json") === true) {
    const parsed: unknown = JSON.parse(body);
    return isRecord(parsed) ? parsed : {};
  }
  return Object.fromEntries(new URLSearchParams(body));
};

/** Slack takes attachments as a JSON text in a form, or as an array in a JSON body. */
const toAttachments = (value: unknown): readonly Readonly<Record<string, unknown>>[] => {
  const list: unknown = typeof value === "string" ? JSON.parse(value) : value;
  return Array.isArray(list) ? list.filter(isRecord) : [];
};

/** Null for what is no text, or an empty one. */
const toText = (value: unknown): string | null =>
  typeof value === "string" && value !== "" ? value : null;

const tokenOf = (request: IncomingMessage, fields: Fields): string | null =>
  toText(request.headers.authorization?.replace(/^Bearer /u, "")) ?? toText(fields["token"]);

const answerJson = (
  response: ServerResponse,
  body: object,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): void => {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
  response.end(JSON.stringify(body));
};

/** The channel: what was posted, and the mishaps that wait for the next posts. */
class Channel {
  readonly messages: SlackMessage[] = [];
  readonly mishaps: SlackMishap[] = [];
  readonly listeners = new Set<(message: SlackMessage) => void>();
  postCount = 0;

  post(fields: Fields): SlackMessage {
    const atMs = Date.now();
    // Slack's ts is unique within a channel: seconds, a dot, a counter.
    const counter = String(this.messages.length + 1).padStart(6, "0");
    const message: SlackMessage = {
      ts: `${Math.floor(atMs / 1000)}.${counter}`,
      channel: toText(fields["channel"]) ?? "",
      text: toText(fields["text"]) ?? "",
      threadTs: toText(fields["thread_ts"]),
      attachments: toAttachments(fields["attachments"]),
      atMs,
    };
    this.messages.push(message);
    for (const listener of this.listeners) listener(message);
    return message;
  }
}

const postMessage = async (
  channel: Channel,
  fields: Fields,
  response: ServerResponse,
): Promise<void> => {
  channel.postCount += 1;
  const mishap = channel.mishaps.shift();
  switch (mishap?.kind) {
    case "rateLimited":
      return answerJson(response, { ok: false, error: "ratelimited" }, 429, {
        "retry-after": String(mishap.retryAfterSeconds),
      });
    case "status":
      return answerJson(response, { ok: false, error: "internal_error" }, mishap.status);
    case "refused":
      return answerJson(response, { ok: false, error: mishap.error });
    case "html":
      response.writeHead(200, { "content-type": "text/html" });
      response.end("<!doctype html><title>Sign in to the network</title>");
      return undefined;
    case "never":
      return undefined;
    case "cut":
      if (mishap.isTaken) channel.post(fields);
      response.destroy();
      return undefined;
    case "slow":
    case undefined: {
      const message = channel.post(fields);
      if (mishap) await sleep(mishap.delayMs, undefined, { ref: false });
      return answerJson(response, {
        ok: true,
        channel: message.channel,
        ts: message.ts,
        message: { type: "message", text: message.text, attachments: message.attachments },
      });
    }
  }
};

/** Channel and text rules of `chat.postMessage`; null when the message may be posted. */
const refusal = (fields: Fields): string | null => {
  if (toText(fields["channel"]) === null) return "channel_not_found";
  const hasContent = toText(fields["text"]) !== null || fields["attachments"] !== undefined;
  return hasContent ? null : "no_text";
};

const answer = async (
  channel: Channel,
  { token, refuses }: SlackStandInOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const fields = await readFields(request);
  const given = tokenOf(request, fields);
  if (given === null) return answerJson(response, { ok: false, error: "not_authed" });
  if (token !== undefined && given !== token) {
    return answerJson(response, { ok: false, error: "invalid_auth" });
  }
  switch (`${request.method} ${request.url?.split("?", 1)[0]}`) {
    case "POST /api/auth.test":
      return answerJson(response, { ok: true, team: "Stand-in", user: "s3-sftp", bot_id: "B0" });
    case "POST /api/chat.postMessage": {
      const attachments = JSON.stringify(toAttachments(fields["attachments"]));
      const error = refusal(fields) ?? refuses?.(attachments) ?? null;
      return error === null
        ? postMessage(channel, fields, response)
        : answerJson(response, { ok: false, error });
    }
    default:
      return answerJson(response, { ok: false, error: "unknown_method" });
  }
};

/**
 * A Slack on loopback for the demo and for tests: `chat.postMessage` and `auth.test` over form or JSON bodies,
 * messages kept in memory, misbehaviour on demand. Closing it cuts what is still open.
 */
export const startSlackStandIn = async (
  options: SlackStandInOptions = {},
): Promise<SlackStandIn> => {
  const channel = new Channel();
  const server = createServer((request, response) => {
    // A body that is no JSON is the only thing that throws here; Slack says invalid_json then.
    answer(channel, options, request, response).catch(() =>
      answerJson(response, { ok: false, error: "invalid_json" }),
    );
  });
  const port = await listenOnLoopback(server, options.port ?? 0);
  return {
    url: `http://127.0.0.1:${port}/api/`,
    messages: channel.messages,
    postCount: () => channel.postCount,
    misbehave: (...mishaps) => {
      channel.mishaps.push(...mishaps);
    },
    onMessage: (listener) => {
      channel.listeners.add(listener);
      return () => channel.listeners.delete(listener);
    },
    close: () => closeServer(server),
  };
};
