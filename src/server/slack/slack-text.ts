import { toOneLine, withoutInvisible } from "../visible-text.ts";

/** Characters of one attachment's text; Slack cuts at about 8,000. */
export const attachmentChars = 7800;
/** Attachments in one message: together they stay under the 40,000 characters at which Slack truncates. */
export const attachmentsPerPost = 4;

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** Text from outside, safe to show in Slack: no control characters, no `<!channel>`, no links of its own. */
export const toSlackText = (text: string): string =>
  withoutInvisible(text).replaceAll(/[&<>]/g, (character) => entities[character] ?? character);

/** The same in one line, for lists and fields, where each line is somebody's. */
export const toSlackLine = (text: string): string => toSlackText(toOneLine(text));

/** Where to cut `text` at or before `maxChars`: not inside an entity or a surrogate pair, at a line end if one is near. */
const cutAt = (text: string, maxChars: number): number => {
  const lineEnd = text.lastIndexOf("\n", maxChars - 1);
  if (lineEnd > maxChars / 2) return lineEnd + 1;
  let at = maxChars;
  const entity = text.lastIndexOf("&", at - 1);
  if (entity >= at - 4 && text.indexOf(";", entity) >= at) at = entity;
  const isSplitPair = /[\ud800-\udbff]/.test(text.charAt(at - 1));
  return isSplitPair ? at - 1 : at;
};

/** `text` in pieces of at most `maxChars`; joined they are the text again. At least one piece. */
export const splitSlackText = (text: string, maxChars: number = attachmentChars): string[] => {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > maxChars) {
    const at = cutAt(rest, maxChars);
    pieces.push(rest.slice(0, at));
    rest = rest.slice(at);
  }
  return [...pieces, rest];
};

/** One line of at most `maxChars`; what is cut off leaves an ellipsis. For titles whose whole text stands elsewhere. */
export const toSlackTitle = (text: string, maxChars = 200): string => {
  const line = toSlackText(text).replaceAll(/\s+/g, " ");
  const [first = ""] = splitSlackText(line, maxChars);
  return first.length < line.length ? `${first}…` : line;
};
