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
  "restricted_action_thread_only_channel",
  "cannot_reply_to_message",
  "message_limit_exceeded",
  "markdown_text_conflict",
]);

// Slack has a bad day: its codes for "come again".
const passingErrors = new Set([
  "fatal_error",
  "internal_error",
  "service_unavailable",
  "request_timeout",
  "team_added_to_org",
  "accesslimited",
  "rollup_error",
]);

/** What "slow down" means without a readable Retry-After. */
const defaultRetryAfterMs = 30_000;

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;

const fromPlatform = (error: unknown): PostAnswer => {
  const said = fieldOf(fieldOf(error, "data"), "error");
  // A captive portal's page arrives as an "error" too: the client takes any text for one.
  if (typeof said !== "string" || !/^[a-z0-9_]{1,64}$/.test(said))
    return { kind: "failed", reason: deliveryWords.unexpected };
  if (said === "ratelimited" || said === "rate_limited")
    return { kind: "later", afterMs: defaultRetryAfterMs };
  if (passingErrors.has(said)) return { kind: "failed", reason: said };
  return { kind: "refused", what: messageErrors.has(said) ? "message" : "channel", reason: said };
};

/** Reads an error of @slack/web-api. By its `code`, not by class: the bundle may hold the class twice. */
export const toPostAnswer = (error: unknown): PostAnswer => {
  switch (fieldOf(error, "code")) {
    case "slack_webapi_platform_error":
      return fromPlatform(error);
    case "slack_webapi_rate_limited_error":
      return { kind: "later", afterMs: Number(fieldOf(error, "retryAfter")) * 1000 };
    case "slack_webapi_http_error":
      return { kind: "failed", reason: `HTTP ${String(fieldOf(error, "statusCode"))}` };
    case "slack_webapi_request_error": {
      const cause = fieldOf(fieldOf(error, "original"), "cause");
      const code = fieldOf(cause, "code") ?? fieldOf(fieldOf(error, "original"), "name");
      return { kind: "failed", reason: `no answer (${String(code)})` };
    }
    default:
      // A 429 without Retry-After, a body that is no JSON, a call that was stopped.
      return {
        kind: "failed",
        reason: error instanceof Error ? (error.message.split("(")[0]?.trim() ?? "") : "unknown",
      };
  }
};
