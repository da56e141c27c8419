import { describe, expect, it } from "vitest";
import type { AppError } from "../../src/domain/errors.ts";
import { doctorWords } from "../../src/words/commands/doctor.ts";
import { historyCommandWords } from "../../src/words/commands/history.ts";
import { policyWords } from "../../src/words/commands/policy.ts";
import { resetCommandWords } from "../../src/words/commands/reset.ts";
import { savedFileWords } from "../../src/words/commands/saved-files.ts";
import { statusWords } from "../../src/words/commands/status.ts";
import { unlockCommandWords } from "../../src/words/commands/unlock.ts";
import { uploadWords } from "../../src/words/commands/upload.ts";

const startedAtMs = Date.UTC(2026, 10, 24, 12, 0);
const files = { uploading: 2, waiting: 1, paused: 0 };
const uploader = { pid: 7, version: "1.0.0", startedAtMs: null, socket: "/run/s", files };
const counts = {
  delivered: 1,
  bytes: 2048,
  failed: 6,
  skipped: 0,
  unfinished: 5,
  leftOut: { filtered: 0, young: 0 },
  elsewhere: null,
};

const unreachable: AppError = { code: "LogServerUnreachable", host: "l", reason: "timeout" };
const noToken: AppError = { code: "NotSetUp", missing: "logToken", name: "l" };
const badToken: AppError = { code: "LogServerRefused", status: 401, permanent: true };

describe("the sentences of the commands", () => {
  it.each([
    [doctorWords.finding("ok", "clock", "fine"), "ok    clock: fine"],
    [doctorWords.finding("note", "worker", "off"), "note  background uploader: off"],
    [doctorWords.finding("trouble", "settings", "gone"), "ERROR settings: gone"],
    [doctorWords.clockOff(-20), "20 minutes slow; requests use the storage service's time"],
    [
      doctorWords.uploader.running(uploader, startedAtMs),
      "running (process 7, version 1.0.0): 2 files uploading, 1 waiting, 0 paused; private socket /run/s",
    ],
    [
      doctorWords.uploader.startable("/run/s"),
      "not running; the app starts it when needed (socket /run/s)",
    ],
    [doctorWords.network.through("http", null), "http without a proxy"],
    [
      doctorWords.network.through("https", { address: "proxy:1", variable: "HTTPS_PROXY" }),
      "https through proxy:1 (HTTPS_PROXY)",
    ],
    [historyCommandWords.nothing, "Nothing delivered from this computer yet."],
    [policyWords.policy, "Policy for a sender's key (list and upload only):"],
    [
      policyWords.lifecycleRule("inbox"),
      "Lifecycle rule for inbox (removes parts of unfinished uploads):",
    ],
    [
      resetCommandWords.connection("acme", "inbox/in"),
      "connection acme with its secret access key (inbox/in)",
    ],
    [resetCommandWords.removed(["a", "b"]), "removed: a; b"],
    [savedFileWords.renamed("/x.1"), "Renamed to /x.1"],
    [
      statusWords.elsewhere(1),
      "Another s3-sftp has 1 file in its queue. See its window for progress.",
    ],
    [
      statusWords.unfinished(2),
      "2 unfinished uploads: start s3-sftp, or run the same upload again.",
    ],
    [unlockCommandWords.question, "Passphrase for your secrets: "],
    [uploadWords.summary(counts), "1 delivered (2.0 KiB), 1 failed, 0 skipped, 5 not uploaded"],
    [
      uploadWords.summary({ ...counts, failed: 0, unfinished: 0 }),
      "1 delivered (2.0 KiB), 0 failed, 0 skipped",
    ],
    [
      uploadWords.summary({ ...counts, failed: 0, unfinished: 0, elsewhere: "s3.example:9000" }),
      "1 delivered (2.0 KiB), 0 failed, 0 skipped, destination: s3.example:9000",
    ],
    [
      uploadWords.summary({ ...counts, unfinished: 0, leftOut: { filtered: 1_200, young: 1 } }),
      "1 delivered (2.0 KiB), 6 failed, 0 skipped, 1,200 left out by --include and --exclude, 1 left out as changed too recently (--min-age)",
    ],
    [
      uploadWords.summary({ ...counts, delivered: 12_000, failed: 1_001, unfinished: 1 }),
      "12,000 delivered (2.0 KiB), 1,000 failed, 0 skipped, 1 not uploaded",
    ],
    [
      uploadWords.logPending({ waiting: 1, trouble: null }),
      "Note: The log server did not respond in time. 1 log message pending for the next run.",
    ],
    [
      uploadWords.logPending({ waiting: 2, trouble: unreachable, connection: "acme" }),
      "Note: log server of acme: Cannot reach the log server: it did not respond in time (LogServerUnreachable). 2 log messages pending for the next run.",
    ],
    [
      uploadWords.logPending({ waiting: 1, trouble: noToken, url: "https://l.example:8443" }),
      "Note: log server l.example:8443: The stored log server token is for another log server (NotSetUp). Give this --log-url once more, with its token in S3_SFTP_LOG_TOKEN. 1 log message pending for the next run.",
    ],
    [
      uploadWords.logPending({ waiting: 0, trouble: null, messageTrouble: badToken }),
      "Note: The log server rejected this token (LogServerRefused). Compare the token with the one you were given. Uploads still work.",
    ],
    [uploadWords.resuming(3, 8, "a.csv"), "resuming at part 3 of 8: a.csv"],
    [uploadWords.startingOver("a.csv", "gone"), "starting over: a.csv: gone"],
  ])("%s", (sentence, expected) => {
    expect(sentence).toBe(expected);
  });

  it("say since when the background uploader runs, where it tells", () => {
    const { running } = doctorWords.uploader;
    expect(running({ ...uploader, startedAtMs }, startedAtMs)).toMatch(
      /^running since .+ \(process/,
    );
  });
});
