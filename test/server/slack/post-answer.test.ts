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

  it.each(["internal_error", "fatal_error", "service_unavailable"])(
    "reads %s as come again",
    (error) => {
      expect(toPostAnswer(platform(error))).toEqual({ kind: "failed", reason: error });
    },
  );

  it("reads Retry-After in seconds, and half a minute where Slack gives none", () => {
    const limited = { code: "slack_webapi_rate_limited_error", retryAfter: 7 };
    expect(toPostAnswer(limited)).toEqual({ kind: "later", afterMs: 7000 });
    expect(toPostAnswer(platform("ratelimited"))).toEqual({ kind: "later", afterMs: 30_000 });
  });

  it("reads everything else as a failure without repeating URLs or bodies", () => {
    expect(
      toPostAnswer({ code: "slack_webapi_http_error", statusCode: 502, body: "<html>" }),
    ).toEqual({
      kind: "failed",
      reason: "HTTP 502",
    });
    const odd = new Error(
      "Retry header did not contain a valid timeout (url: https://x, retry-after header: soon)",
    );
    expect(toPostAnswer(odd)).toEqual({
      kind: "failed",
      reason: "Retry header did not contain a valid timeout",
    });
    expect(toPostAnswer(platform("<!doctype html><title>Sign in</title>"))).toEqual({
      kind: "failed",
      reason: deliveryWords.unexpected,
    });
    expect(toPostAnswer(undefined).kind).toBe("failed");
  });
});
