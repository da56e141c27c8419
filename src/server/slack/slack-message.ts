import type { LogEntry, SlackAttachment } from "../ports.ts";
import { formatBytes } from "../../domain/format.ts";
import { splitSlackText, toSlackLine, toSlackText, toSlackTitle } from "./slack-text.ts";

type Field = NonNullable<SlackAttachment["fields"]>[number];

/** Green for a success, red for a failure. */
export const colorOf = (action: LogEntry["action"]): SlackAttachment["color"] =>
  action === "Success" ? "good" : "danger";

const field = (title: string, value: string | undefined, short: boolean): readonly Field[] =>
  value === undefined ? [] : [{ title, value: toSlackLine(value), short }];

const fieldsOf = (entry: LogEntry): readonly Field[] => {
  return [
    ...field("File", entry.key, false),
    ...field("Size", entry.bytes === undefined ? undefined : formatBytes(entry.bytes), true),
    ...field("Sender", entry.sender, true),
    ...field("SHA-256", entry.sha256, false),
    ...field("Request ID", entry.requestId, false),
  ];
};

const titleOf = ({ action, bucket }: LogEntry): string => {
  const what = action === "Success" ? "Successful upload" : "Failed upload";
  return bucket === undefined ? what : `${what} to ${toSlackTitle(bucket)}`;
};

/**
 * One entry as attachments: good or danger, the whole message, what the sender told of the file. A message longer
 * than one attachment continues in the next ones; nothing is cut off. The token's name is in the footer.
 */
export const toAttachments = (entry: LogEntry): readonly SlackAttachment[] => {
  const color = colorOf(entry.action);
  const title = titleOf(entry);
  const [text = "", ...rest] = splitSlackText(toSlackText(entry.message));
  const fields = fieldsOf(entry);
  const first: SlackAttachment = {
    color,
    title,
    text,
    fallback: toSlackTitle(entry.message) || title,
    footer: `token ${toSlackTitle(entry.tokenName)}`,
    ts: String(Math.floor(entry.receivedAtMs / 1000)),
    ...(fields.length > 0 ? { fields } : {}),
  };
  return [first, ...rest.map((more) => ({ color, text: more, fallback: "…" }))];
};
