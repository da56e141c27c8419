import { describe, expect, it } from "vitest";
import { LogReporter } from "../../src/wiring/log-reporter.ts";
import { openPlatform } from "../../src/wiring/platform.ts";
import type { AppError } from "../../src/domain/errors.ts";
import type { Outcome } from "../../src/domain/outcome.ts";
import { fail, ok, type Result } from "../../src/domain/result.ts";
import { createNullLogSink } from "../../src/services/log/null-log-sink.ts";
import type { LogSink } from "../../src/services/ports/log-sink.ts";
import { createMemoryTransferStore } from "../support/fakes/memory-transfer-store.ts";
import { logServerTroubles } from "../support/values/log-server-troubles.ts";

const away: AppError = { code: "LogServerUnreachable", host: "logs", reason: "refused" };
const refused = {
  connection: "clinic",
  bucket: "inbox",
  error: { code: "WrongSecret" },
  log: null,
} as const;

const open = (
  answer: () => Promise<Result<void, AppError>>,
  transfers = createMemoryTransferStore(),
) => {
  const sent: Outcome[] = [];
  const sink: LogSink = {
    ...createNullLogSink(),
    isOn: async () => true,
    deliver: (outcome) => {
      sent.push(outcome);
      return answer();
    },
  };
  const platform = openPlatform({ S3_SFTP_HOME: "/nowhere", S3_SFTP_SECRETS: "session" });
  const waiting = () => {
    const outbox = transfers.outbox(10);
    return outbox.ok ? outbox.value.map(({ action, message }) => `${action}: ${message}`) : [];
  };
  return {
    reporter: new LogReporter({ platform, transfers, logs: { of: () => sink } }),
    sent,
    waiting,
  };
};

describe("telling the log server of what is no transfer", () => {
  it("is on disk first, and off it when the log server has it", async () => {
    const { reporter, sent, waiting } = open(async () => ok(undefined));
    reporter.reportRefusal(refused);
    expect(waiting()).toHaveLength(1);
    await reporter.close(1_000);
    expect(sent.map(({ action }) => action)).toEqual(["Fail"]);
    expect(sent[0]?.message).toContain("WrongSecret");
    expect(waiting()).toEqual([]);
  });

  it("waits in the outbox while the log server is away", async () => {
    const { reporter, waiting } = open(async () => fail(away));
    void reporter.reportText("please give us s3:PutObject", "clinic");
    await reporter.close(1_000);
    expect(waiting()).toEqual(["Fail: please give us s3:PutObject"]);
  });

  it("gives null for a text once the log server has it, and keeps it no longer", async () => {
    const { reporter, sent, waiting } = open(async () => ok(undefined));
    expect(await reporter.reportText("please", "clinic")).toEqual(ok(null));
    expect(sent.map(({ message, connection }) => [message, connection])).toEqual([
      ["please", "clinic"],
    ]);
    expect(waiting()).toEqual([]);
  });

  it.each(logServerTroubles)(
    "gives why a text is not sent yet, and keeps it for later: %o",
    async (why) => {
      const { reporter, waiting } = open(async () => fail(why));
      expect(await reporter.reportText("please", "clinic")).toEqual(ok(why));
      expect(waiting()).toEqual(["Fail: please"]);
    },
  );

  it("fails for a text that is not even on disk, and sends nothing of it", async () => {
    const full: AppError = { code: "DiskFull", path: "/h/state.db" };
    const transfers = { ...createMemoryTransferStore(), addOutcome: () => fail(full) };
    const { reporter, sent } = open(async () => ok(undefined), transfers);
    expect(await reporter.reportText("please", "clinic")).toEqual(fail(full));
    expect(sent).toEqual([]);
  });

  it("tells the same refusal once, however often Enter is pressed, and another one anew", async () => {
    const { reporter, sent } = open(async () => ok(undefined));
    reporter.reportRefusal(refused);
    reporter.reportRefusal(refused);
    reporter.reportRefusal({ ...refused, error: { code: "InvalidAccessKey" } });
    await reporter.close(1_000);
    expect(sent).toHaveLength(2);
  });

  it("does not hold the end of the program up", async () => {
    const { reporter, waiting } = open(() => new Promise(() => undefined));
    void reporter.reportText("late", "clinic");
    await reporter.close(20);
    expect(waiting()).toHaveLength(1);
  });
});
