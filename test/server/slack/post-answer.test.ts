import { describe, expect, it } from "vitest";
import { toPostAnswer } from "../../../src/server/slack/post-answer.ts";
import { deliveryWords } from "../../../src/server/words/delivery-words.ts";

const platform = (error: string) => ({
  code: "slack_webapi_platform_error",
  data: { ok: false, error },
});

describe("toPostAnswer", () => {
  it.each([
    "invalid_auth",
    "channel_not_found",
    "not_in_channel",
    "account_inactive",
    "missing_scope",
    // A top-level message in a channel of threads, a network that is not allowed: somebody has to change it.
    "restricted_action_thread_only_channel",
    "restricted_action_read_only_channel",
    "accesslimited",
    "team_access_not_granted",
    "something_new",
  ])("reads %s as a refusal of everything", (error) => {
    expect(toPostAnswer(platform(error))).toEqual({
      kind: "refused",
      what: "channel",
      reason: error,
    });
  });

  it.each(["msg_too_long", "invalid_attachments", "too_many_attachments"])(
    "reads %s as a refusal of this message",
    (error) => {
      expect(toPostAnswer(platform(error))).toEqual({
        kind: "refused",
        what: "message",
        reason: error,
      });
    },
  );

  it.each([
    ["restricted_action_non_threadable_channel", "no threads"],
    ["restricted_action_thread_locked", "reply"],
    ["thread_not_found", "reply"],
    ["message_not_found", "reply"],
    ["cannot_reply_to_message", "reply"],
  ])("reads %s as a refusal of it as a reply", (error, what) => {
    expect(toPostAnswer(platform(error))).toEqual({ kind: "refused", what, reason: error });
  });

  it.each(["ratelimited", "rate_limited", "message_limit_exceeded"])(
    "reads %s as a limit that passes",
    (error) => {
      expect(toPostAnswer(platform(error))).toEqual({ kind: "later", afterMs: null });
    },
  );

  it.each(["internal_error", "fatal_error", "service_unavailable", "org_login_required"])(
    "reads %s as come again",
    (error) => {
      expect(toPostAnswer(platform(error))).toEqual({ kind: "failed", reason: error });
    },
  );

  it("reads Retry-After in seconds, and no number where Slack gives none that can be read", () => {
    const limited = { code: "slack_webapi_rate_limited_error", retryAfter: 7 };
    expect(toPostAnswer(limited)).toEqual({ kind: "later", afterMs: 7000 });
    for (const retryAfter of [undefined, Number.NaN, -1, "soon"]) {
      expect(toPostAnswer({ ...limited, retryAfter })).toEqual({ kind: "later", afterMs: null });
    }
    const odd = new Error(
      "Retry header did not contain a valid timeout (url: https://x, retry-after header: soon)",
    );
    expect(toPostAnswer(odd)).toEqual({ kind: "later", afterMs: null });
  });

  it("reads everything else as a failure without repeating URLs or bodies", () => {
    expect(
      toPostAnswer({ code: "slack_webapi_http_error", statusCode: 502, body: "<html>" }),
    ).toEqual({
      kind: "failed",
      reason: "HTTP 502",
    });
    const odd = new Error("Unexpected token in JSON (url: https://x, body: <html>)");
    expect(toPostAnswer(odd)).toEqual({
      kind: "failed",
      reason: "Unexpected token in JSON",
    });
    expect(toPostAnswer(platform("<!doctype html><title>Sign in</title>"))).toEqual({
      kind: "failed",
      reason: deliveryWords.unexpected,
    });
    expect(toPostAnswer(undefined).kind).toBe("failed");
  });
});
