import type { LogEntry, QueuedEntry, SlackAttachment } from "../ports.ts";
import { formatBytes } from "../../domain/format.ts";
import type { Piece } from "./piece.ts";
import { colorOf } from "./slack-message.ts";
import { attachmentChars, splitSlackText, toSlackLine, toSlackTitle } from "./slack-text.ts";
import { deliveryWords } from "../words/delivery-words.ts";

/** Who an entry comes from, for order and for digests: the token, and whom its holder names. */
export const sourceOf = ({ sender, tokenName }: LogEntry): string =>
  sender === undefined ? tokenName : `${sender} (${tokenName})`;

const sourcesOf = (entries: readonly LogEntry[]): string => {
  const sources = new Set(entries.map(sourceOf));
  const [only = ""] = sources;
  return sources.size === 1 ? only : deliveryWords.senders(sources.size);
};

const bucketsOf = (entries: readonly LogEntry[]): string | null => {
  const buckets = new Set(entries.flatMap(({ bucket }) => (bucket === undefined ? [] : [bucket])));
  const [only] = buckets;
  if (only === undefined) return null;
  return buckets.size === 1 ? only : deliveryWords.buckets(buckets.size);
};

/** The message of the channel: how many more files of one sender arrived, and in red how many failed. */
export const digestHead = (
  entries: readonly LogEntry[],
  isThreaded: boolean,
): readonly SlackAttachment[] => {
  const text = isThreaded ? deliveryWords.seeThread : deliveryWords.seeBelow;
  const part = (action: LogEntry["action"], one: "more file" | "more failure") => {
    const these = entries.filter((entry) => entry.action === action);
    if (these.length === 0) return [];
    const words = deliveryWords.digest(one, these.length, sourcesOf(these), bucketsOf(these));
    const title = toSlackTitle(words, 400);
    return [{ color: colorOf(action), title, fallback: title, text }];
  };
  return [...part("Success", "more file"), ...part("Fail", "more failure")];
};

/** All that the sender told of one entry, in its place in the list: one line, whatever breaks it holds. */
const lineOf = (entry: LogEntry, isMixed: boolean): string => {
  const facts = [
    entry.bytes === undefined ? undefined : formatBytes(entry.bytes),
    entry.sha256 === undefined ? undefined : `SHA-256 ${entry.sha256}`,
  ].filter((fact) => fact !== undefined);
  const subject =
    entry.action === "Success" && entry.key !== undefined
      ? [entry.key, ...facts].join(" · ")
      : [entry.message, ...(entry.key === undefined ? [] : [entry.key])].join(" · ");
  return `${toSlackLine(isMixed ? `${sourceOf(entry)}: ${subject}` : subject)}\n`;
};

/** The rest of a long line begins with a mark: at the start of an attachment it would look like another entry. */
const continued = "… ";

const toPieces = (line: string): readonly string[] =>
  splitSlackText(line, attachmentChars - continued.length).map((piece, index) =>
    index === 0 ? piece : `${continued}${piece}`,
  );

/** The list for the thread, in order: neighbours of one colour share an attachment while they fit in it. */
export const digestLines = (burst: readonly QueuedEntry[]): readonly Piece[] => {
  const isMixed = new Set(burst.map(({ entry }) => sourceOf(entry))).size > 1;
  const pieces: { color: SlackAttachment["color"]; text: string; acks: string[] }[] = [];
  for (const { position, entry } of burst) {
    const color = colorOf(entry.action);
    for (const text of toPieces(lineOf(entry, isMixed))) {
      const last = pieces.at(-1);
      if (last?.color === color && last.text.length + text.length <= attachmentChars)
        last.text += text;
      else pieces.push({ color, text, acks: [] });
    }
    pieces.at(-1)?.acks.push(position);
  }
  return pieces.map(({ color, text, acks }) => ({
    attachment: { color, text, fallback: "List of files" },
    acks,
  }));
};
