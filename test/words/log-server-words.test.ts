import { describe, expect, it } from "vitest";
import { commandWords } from "../../src/server/words/command-words.ts";
import { deliveryWords } from "../../src/server/words/delivery-words.ts";
import { inviteWords } from "../../src/server/words/invite-words.ts";
import { queueWords } from "../../src/server/words/queue-words.ts";
import { tokenWords } from "../../src/server/words/token-words.ts";
import { usageWords } from "../../src/server/words/usage-words.ts";

describe("the sentences of the log server", () => {
  it.each([
    [commandWords.good("Slack", "fine"), "ok    Slack: fine"],
    [commandWords.bad("Slack", "invalid_auth"), "FAIL  Slack: invalid_auth"],
    [commandWords.slackFailed("invalid_auth"), "invalid_auth: check the bot token"],
    [commandWords.slackFailed("no answer"), "no answer"],
    [commandWords.writable(1, 2), "writable; 1 waiting, 2 parked"],
    [
      commandWords.slack("s3-sftp", "#alerts"),
      "token of s3-sftp, channel #alerts (not tested; --post sends a message to it)",
    ],
    [commandWords.slack("s3-sftp", "#alerts", true), "token of s3-sftp"],
    [
      commandWords.started({
        version: "1.0.0",
        tokens: 1,
        channel: "#alerts",
        queue: "/q",
        waiting: 0,
        parked: 2,
        url: "http://127.0.0.1:1",
      }),
      "s3-sftp-log-server 1.0.0: 1 token, channel #alerts, queue /q (0 waiting, 2 parked), address http://127.0.0.1:1",
    ],
    [inviteWords.tooManyValues(9, 1), "has 9 values for 1 column"],
    [
      inviteWords.written(1, "out"),
      "1 invite in out. Send each to its sender, who starts s3-sftp and pastes it at the first question.",
    ],
    [
      usageWords.unknownOption("--tok", ["tokens", "post", "port"]),
      "unknown option --tok; did you mean --tokens, --post or --port?",
    ],
    [usageWords.unknownCommand("dance", []), "unknown command dance"],
    [
      deliveryWords.digest("more file", 1_234, "anna (clinic)", "deliveries"),
      "1,234 more files from anna (clinic) to deliveries",
    ],
    [
      deliveryWords.digest("more failure", 1, deliveryWords.senders(2), deliveryWords.buckets(2)),
      "1 more failure from 2 senders to 2 buckets",
    ],
    [deliveryWords.digest("more file", 2, "anna", null), "2 more files from anna"],
    [queueWords.listed(0, 0), "0 parked messages"],
    [queueWords.listed(1, 1), "1 parked message; `parked retry` sends them again"],
    [
      queueWords.listed(1_500, 1_000),
      "1,500 parked messages, showing the oldest 1000; `parked retry` sends them again",
    ],
    [queueWords.putBack(0), "no parked messages"],
    [queueWords.putBack(1), "1 parked message put back in the queue"],
    [tokenWords.repeated(2, "x"), "line 2 repeats the name x"],
    [tokenWords.taken("clinic"), "a token named clinic already exists"],
  ])("%s", (sentence, expected) => {
    expect(sentence).toBe(expected);
  });
});
