import type { PostAnswer } from "../ports.ts";
import { deliveryWords } from "../words/delivery-words.ts";

// Slack's error codes that are about this one message: another message may pass.
// https://docs.slack.dev/reference/methods/chat.postMessage#errors
const messageErrors = new Set([
  "msg_too_long",
  "no_text",
  "too_many_attachments",
  "invalid_blocks",
  "invalid_blocks_format",
  "msg_blocks_too_long",
  "invalid_attachments",
  "attachment_payload_limit_exceeded",
  "too_many_contact_cards",
  "markdown_text_conflict",
]);

// About the thread that a reply was meant for: the head was removed or locked, or takes none.
const replyErrors = new Set([
  "cannot_reply_to_message",
  "message_not_found",
  "restricted_action_thread_locked",
  "thread_not_found",
]);

const noThreads = "restricted_action_non_threadable_channel";

// Too many messages, of ours or of the whole workspace: it passes by itself, and nobody says when.
const limitErrors = new Set(["message_limit_exceeded", "rate_limited", "ratelimited"]);

// Slack has a bad day, or moves a workspace or a channel: its codes for "come again".
const passingErrors = new Set([
  "external_channel_migrating",
  "fatal_error",
  "internal_error",
  "org_login_required",
  "request_timeout",
  "rollup_error",
  "service_unavailable",
  "team_added_to_org",
]);

const refusedAs = (said: string): Extract<PostAnswer, { kind: "refused" }>["what"] => {
  if (said === noThreads) return "no threads";
  if (replyErrors.has(said)) return "reply";
  return messageErrors.has(said) ? "message" : "channel";
};

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;

const fromPlatform = (error: unknown): PostAnswer => {
  const said = fieldOf(fieldOf(error, "data"), "error");
  // A captive portal's page arrives as an "error" too: the client takes any text for one.
  if (typeof said !== "string" || !/^[a-z0-9_]{1,64}$/.test(said))
    return { kind: "failed", reason: deliveryWords.unexpected };
  if (limitErrors.has(said)) return { kind: "later", afterMs: null };
  if (passingErrors.has(said)) return { kind: "failed", reason: said };
  return { kind: "refused", what: refusedAs(said), reason: said };
};

const toMs = (seconds: unknown): number | null =>
  typeof seconds === "number" && Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null;

/** In the client's own words: of a 429 without Retry-After it throws an error without a code. */
const isUnreadableLimit = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith("Retry header did not contain");

/** Reads an error of @slack/web-api. By its `code`, not by class: the bundle may hold the class twice. */
export const toPostAnswer = (error: unknown): PostAnswer => {
  switch (fieldOf(error, "code")) {
    case "slack_webapi_platform_error":
      return fromPlatform(error);
    case "slack_webapi_rate_limited_error":
      return { kind: "later", afterMs: toMs(fieldOf(error, "retryAfter")) };
    case "slack_webapi_http_error":
      return { kind: "failed", reason: `HTTP ${String(fieldOf(error, "statusCode"))}` };
    case "slack_webapi_request_error": {
      const cause = fieldOf(fieldOf(error, "original"), "cause");
      const why = fieldOf(cause, "code") ?? fieldOf(cause, "message");
      const code = why ?? fieldOf(fieldOf(error, "original"), "name");
      return { kind: "failed", reason: `no answer (${String(code)})` };
    }
    default:
      if (isUnreadableLimit(error)) return { kind: "later", afterMs: null };
      // A body that is no JSON, a call that was stopped.
      return {
        kind: "failed",
        reason: error instanceof Error ? (error.message.split("(")[0]?.trim() ?? "") : "unknown",
      };
  }
};
