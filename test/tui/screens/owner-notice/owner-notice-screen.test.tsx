import { describe, expect, it } from "vitest";
import type { AppError } from "../../../../src/domain/errors.ts";
import { fail, ok } from "../../../../src/domain/result.ts";
import { OwnerNoticeScreen } from "../../../../src/tui/screens/owner-notice/OwnerNoticeScreen.tsx";
import { TerminalContext } from "../../../../src/tui/terminal/terminal-context.ts";
import type { TerminalKind } from "../../../../src/tui/terminal/terminal-kind.ts";
import type { AppServices } from "../../../../src/tui/services.ts";
import { clipboardWords } from "../../../../src/words/clipboard.ts";
import { copySequence } from "../../../../src/tui/hooks/use-clipboard.ts";
import { noticeFacts, ownerNotice } from "../../../../src/words/owner-notice.ts";
import { ownerNoticeWords } from "../../../../src/words/owner-notice-screen.ts";
import { errorLine, errorWords } from "../../../../src/words/errors/error-words.ts";
import { scrollWords } from "../../../../src/words/scroll.ts";
import { acme, acmeSettings, createFakeServices } from "../../../support/fakes/fake-services.ts";
import { keys, showOnInk } from "../../../support/sites/ink-screen.ts";
import { logServerTroubles } from "../../../support/values/log-server-troubles.ts";

const error: AppError = {
  code: "AccessDenied",
  right: "write",
  bucket: "acme-inbox",
  answer: { status: 403, storeCode: "AccessDenied", requestId: "tx0001" },
};
const subject = {
  error,
  accessKeyId: "AKIA7EXAMPLE00003F7Q",
  region: "eu-west-1",
  endpoint: null,
  prefix: "november/",
  atMs: Date.UTC(2026, 10, 25, 2, 0, 0),
};

const openOwnerNotice = async (
  logUrl: string | null,
  size = { columns: 80, rows: 24 },
  terminal: TerminalKind = { TERM: "xterm-256color" },
  changes: Partial<AppServices> = {},
) => {
  const log = logUrl === null ? {} : { log: { url: logUrl } };
  const settings = { ...acmeSettings, connections: [{ ...acme, ...log }] };
  const services = createFakeServices(settings, changes);
  const notes: string[] = [];
  const screen = await showOnInk(
    <TerminalContext value={terminal}>
      <OwnerNoticeScreen
        services={services}
        settings={settings}
        active={{
          connection: "acme",
          region: "eu-west-1",
          destination: { bucket: "acme-inbox", prefix: "november/" },
        }}
        error={error}
        about={null}
        size={size}
        onClose={() => undefined}
        say={(note) => notes.push(note)}
      />
    </TerminalContext>,
  );
  return { ...screen, services, notes };
};

describe("the text for the bucket owner", () => {
  it("names the action, the resource, the policy, the request and the time", () => {
    const text = ownerNotice(subject);
    expect(text).toContain(noticeFacts.needed("s3:PutObject"));
    expect(text).toContain(noticeFacts.resource("arn:aws:s3:::acme-inbox/november/*"));
    expect(text).toContain('"Action": "s3:PutObject"');
    expect(text).toContain("request ID: tx0001");
    expect(text).toContain(noticeFacts.time(Date.UTC(2026, 10, 25, 2)));
    expect(text).toContain(noticeFacts.accessKey("AKIA7EXAMPLE00003F7Q"));
  });

  it("names the bucket itself when the right to list is missing", () => {
    const text = ownerNotice({ ...subject, error: { ...error, right: "list" } });
    expect(text).toContain(noticeFacts.needed("s3:ListBucket"));
    expect(text).toContain(`${noticeFacts.resource("arn:aws:s3:::acme-inbox")}\n`);
  });

  it("knows the partitions of China and GovCloud", () => {
    expect(ownerNotice({ ...subject, region: "cn-north-1" })).toContain("arn:aws-cn:s3:::");
  });

  it("has no policy where none would help", () => {
    const text = ownerNotice({ ...subject, error: { code: "NoSuchBucket", bucket: "b" } });
    expect(text).toContain(errorWords({ code: "NoSuchBucket", bucket: "b" }).happened);
    expect(text).not.toContain("Statement");
  });
});

const counted = (words: string): string => words.replace("2", String.raw`\d+`);
const moreBelow = new RegExp(`\n {3}${counted(scrollWords.below(2))}\n`);
const moreAbove = new RegExp(counted(scrollWords.above(2)));

describe("the notice for the bucket owner", () => {
  it("says in a small window how much of it is not to be seen, and scrolls to all of it", async () => {
    const notice = await openOwnerNotice(null, { columns: 40, rows: 12 });
    expect(notice.frame()).toMatch(moreBelow);
    const seen: string[] = [];
    for (let press = 0; !moreAbove.test(notice.frame()); press += 1) {
      expect(press).toBeLessThan(100);
      seen.push(notice.frame());
      await notice.press(keys.down);
    }
    const first = seen.map((frame) => frame.split("\n")[2] ?? "").map((line) => line.trim());
    const words = [...first, notice.frame()].join(" ").replaceAll(/\s+/g, " ");
    for (const said of [
      "request ID: tx0001",
      '"Action": "s3:PutObject"',
      noticeFacts.accessKey("").trim(),
    ]) {
      expect(words).toContain(said);
    }
    notice.unmount();
  });

  it("says nothing of scrolling where all of it is seen", async () => {
    const notice = await openOwnerNotice(null, { columns: 100, rows: 60 });
    expect(notice.frame()).not.toContain("press Down");
    notice.unmount();
  });

  it.each([
    [{ TERM: "xterm-256color" }, clipboardWords.sent],
    [{ TERM: "xterm-kitty" }, clipboardWords.copied],
    [{ TERM: "linux" }, clipboardWords.unable],
  ])("is copied where the terminal can: %o", async (terminal, note) => {
    const notice = await openOwnerNotice(null, undefined, terminal);
    await notice.press("y");
    expect(notice.notes).toEqual([note]);
    notice.unmount();
  });

  it("is copied by the terminal's own clipboard sequence", () => {
    const sequence = copySequence("grüße") ?? "";
    const base64 = sequence.slice("\u001b]52;c;".length, -1);
    expect(Buffer.from(base64, "base64").toString("utf8")).toBe("grüße");
    expect(copySequence("x".repeat(100_000))).toBeNull();
  });

  it("is saved to a file", async () => {
    const notice = await openOwnerNotice(null);
    await notice.press("s");
    expect(notice.services.calls[0]?.given[0]).toBe("s3-sftp-problem.txt");
    expect(notice.notes).toEqual([ownerNoticeWords.saved("/home/me/s3-sftp-problem.txt")]);
    notice.unmount();
  });

  it("is sent to the log server, and says when there is none", async () => {
    const without = await openOwnerNotice(null);
    await without.press("t");
    expect(without.services.calls).toEqual([]);
    without.unmount();
    const notice = await openOwnerNotice("https://log.example.com");
    await notice.press("t");
    expect(notice.services.calls[0]?.given[0]).toContain(noticeFacts.needed("s3:PutObject"));
    expect(notice.notes).toEqual([ownerNoticeWords.sent]);
    notice.unmount();
  });

  it.each(logServerTroubles)(
    "is kept for later, and not said to be sent, when the log server does not take it: %o",
    async (why) => {
      const log = "https://log.example.com";
      const notifyRecipient = async () => ok(why);
      const notice = await openOwnerNotice(log, undefined, undefined, { notifyRecipient });
      await notice.press("t");
      expect(notice.notes).toEqual([ownerNoticeWords.waits(errorLine(why))]);
      notice.unmount();
    },
  );

  it("says that it is not even kept when the disk is full", async () => {
    const full: AppError = { code: "DiskFull", path: "/h/state.db" };
    const log = "https://log.example.com";
    const notifyRecipient = async () => fail(full);
    const notice = await openOwnerNotice(log, undefined, undefined, { notifyRecipient });
    await notice.press("t");
    expect(notice.notes).toEqual([errorLine(full)]);
    notice.unmount();
  });
});
