import { describe, expect, it } from "vitest";
import type { AppError, StoreAnswer, DaemonUnavailableReason } from "../../src/domain/errors.ts";
import { errorDetails, errorWords } from "../../src/words/errors/error-words.ts";
import { who } from "../../src/words/errors/error-sentences.ts";

const denied = (answer: StoreAnswer): AppError => ({
  code: "AccessDenied",
  right: "write",
  bucket: "inbox",
  answer,
});
const because = (why: string): StoreAnswer => ({
  status: 403,
  storeCode: "AccessDenied",
  storeMessage: `User: arn:aws:iam::1:user/u is not authorized to perform: ${why}`,
});

describe("the advice of an error", () => {
  it("names the permission that the service names", () => {
    const { next } = errorWords(
      denied(because("s3:PutObjectTagging on resource: arn:aws:s3:::b/k")),
    );
    expect(next).toContain("needs the permission s3:PutObjectTagging");
  });

  it("asks for no permission where a policy denies, or where no S3 code says so", () => {
    const forbidden = errorWords(denied(because("s3:PutObject with an explicit deny in a policy")));
    expect(forbidden.happened).toContain("A policy denies s3:PutObject");
    expect(forbidden.next).not.toContain("permission");
    const proxy = errorWords(denied({ status: 403 }));
    expect(proxy.next).toContain("a proxy may have blocked the request");
    expect(proxy.who).toBe(who.network);
    const closed = errorWords(denied({ status: 403, storeCode: "AllAccessDisabled" }));
    expect(closed.next).not.toContain("permission");
  });

  it("speaks of queued files only where one of them names the connection that is missing", () => {
    const unknown = { code: "NotSetUp", missing: "connection", name: "acme" } as const;
    expect(errorWords(unknown).next).toContain("Queued files");
    const { next } = errorWords({ ...unknown, stored: [] });
    expect(next).toBe("None is stored. Run `s3-sftp setup`.");
    expect(errorWords({ ...unknown, stored: ["clinic"] }).next).toContain("clinic");
  });

  it("leaves a mistyped bucket to those who can compare its name", () => {
    expect(errorWords({ code: "NoSuchBucket", bucket: "b" }).who).toBe(who.keyGiver);
  });

  it("asks to renew temporary keys, and to compare no access key", () => {
    const { happened, next } = errorWords({ code: "CredentialsExpired" });
    expect(happened).toContain("temporary keys have run out");
    expect(next).toContain("Renew");
    expect(next).not.toContain("Compare");
  });

  it("calls only a full disk full", () => {
    expect(errorWords({ code: "DiskFull", path: "/d" }).happened).toContain("full");
    const fault = errorWords({ code: "DiskFault", path: "/d" });
    expect(fault.happened).not.toContain("full");
    expect(fault.next).not.toContain("Free up");
  });

  it.each([
    ["EACCES", "may read it"],
    ["EIO", "disk"],
    ["EMFILE", "ulimit -n"],
    ["ESTALE", "network folder"],
    ["ENAMETOOLONG", "Shorten the name"],
    ["EBUSY", "Close the program"],
    [undefined, "may read it"],
  ])("of a file that cannot be read is for the reason %s", (detail, advice) => {
    const { next } = errorWords({ code: "FileUnreadable", path: "/f", reason: "r", detail });
    expect(next).toContain(advice);
  });

  it("speaks of saving where a file cannot be written", () => {
    const { happened } = errorWords({ code: "FileUnwritable", path: "/f", reason: "r" });
    expect(happened).toContain("cannot be saved (r)");
  });

  it("gives no limit that the file does not reach", () => {
    const bytes = { code: "FileTooLarge", path: "/f", maxBytes: 5 * 1024 ** 4 } as const;
    expect(errorWords({ ...bytes, sizeBytes: 6 * 1024 ** 4 }).happened).toContain("5.0 TiB");
    expect(errorWords({ ...bytes, sizeBytes: 7 * 1024 ** 3 }).happened).not.toContain("5.0 TiB");
  });

  it("does not speak of parts before anything was uploaded", () => {
    const cut = errorWords({ code: "EndpointUnreachable", host: "h", reason: "reset" });
    expect(cut.next).not.toMatch(/part/i);
    expect(errorWords({ code: "Stalled", idleMs: 1 }).next).not.toContain("where it stopped");
  });
});

const ofUploader = (why: DaemonUnavailableReason) => errorWords({ code: "WorkerUnavailable", why });

describe("what is said of the background uploader", () => {
  it("names no tmux where logging out ends that, too", () => {
    expect(ofUploader("killed at logout").next).not.toContain("tmux");
    expect(ofUploader("killed at logout").next).toContain("loginctl enable-linger");
  });

  it("says of a lost connection nothing that a hand-over would make false", () => {
    expect(ofUploader("lost").happened).not.toMatch(/unexpectedly|restarted/);
    expect(ofUploader("replaced").happened).toContain("newer s3-sftp");
  });

  it("does not send those to `s3-sftp status` who came from there", () => {
    expect(ofUploader("silent").next).not.toContain("status");
  });
});

describe("what is said of the log server", () => {
  it("is that something else answers, where a ping found no log server", () => {
    const other = { code: "NotALogServer", host: "h", status: 200, said: "<html>" } as const;
    expect(errorWords(other).happened).toBe("This address is not a log server.");
    expect(errorDetails(other)).toContain("answer: <html>");
  });

  it("names the token where that is what is missing", () => {
    const { happened, next } = errorWords({ code: "NotSetUp", missing: "logToken" });
    expect(happened).toContain("log server token");
    expect(next).toContain("S3_SFTP_LOG_TOKEN");
  });
});
