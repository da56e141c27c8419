import { describe, expect, it } from "vitest";
import { formatBytes } from "../../../src/domain/format.ts";
import { toAttachments } from "../../../src/server/slack/slack-message.ts";
import { logEntry } from "../../support/values/entries.ts";

describe("toAttachments", () => {
  it("shows a success in good, with file, size, sender and SHA-256", () => {
    const [attachment, ...more] = toAttachments(logEntry({ sha256: "9f86d0" }));
    expect(more).toEqual([]);
    expect(attachment).toMatchObject({
      color: "good",
      title: "Successful upload to deliveries",
      footer: "token clinic",
      fields: [
        { title: "File", value: "2026/scan-1.tiff" },
        { title: "Size", value: "1.5 KiB" },
        { title: "Sender", value: "anna@scanner-3" },
        { title: "SHA-256", value: "9f86d0" },
      ],
    });
  });

  it("keeps each field in one line, without what does not show", () => {
    const forged = "a\nSender\r\nbob\u061c\u200b";
    const entry = { key: forged, sender: forged, sha256: forged, requestId: forged };
    const fields = toAttachments(logEntry(entry))[0]?.fields ?? [];
    const values = fields.filter(({ title }) => title !== "Size").map(({ value }) => value);
    expect(values).toEqual(Array.from({ length: 4 }, () => "a ⏎ Sender ⏎ bob"));
  });

  it("writes a size as the sender's own screen does", () => {
    const bytes = 12.3 * 1024 * 1024;
    expect(formatBytes(bytes)).toBe("12.3 MiB");
    const fields = toAttachments(logEntry({ bytes }))[0]?.fields;
    expect(fields).toContainEqual({ title: "Size", value: formatBytes(bytes), short: true });
  });

  it("shows a failure in danger with the whole text, over several attachments when it is long", () => {
    const message = `AccessDenied\n${"a line of the error\n".repeat(2000)}`;
    const attachments = toAttachments(logEntry({ action: "Fail", message }));
    expect(attachments.length).toBeGreaterThan(1);
    expect(attachments.every(({ color }) => color === "danger")).toBe(true);
    expect(attachments.map(({ text }) => text).join("")).toBe(message);
  });

  it("shows what the original client sends: an action and a text", () => {
    const bare = { sender: undefined, bucket: undefined, key: undefined, bytes: undefined };
    const [attachment] = toAttachments(logEntry({ ...bare, message: "a.pdf uploaded" }));
    expect(attachment).toMatchObject({ title: "Successful upload", text: "a.pdf uploaded" });
    expect(attachment).not.toHaveProperty("fields");
  });

  it("lets no part of an entry ping anybody", () => {
    const ping = "<!channel>";
    const all = {
      message: ping,
      sender: ping,
      bucket: ping,
      key: ping,
      sha256: ping,
      requestId: ping,
    };
    expect(JSON.stringify(toAttachments(logEntry(all)))).not.toContain(ping);
  });
});
