import { toGraphemes } from "../../domain/graphemes.ts";

const pasteStart = "\u001b[200~";
const pasteEnd = "\u001b[201~";

// What terminals answer to questions that another program asked (OSC, DCS, APC … up to their end): nobody typed it.
// oxlint-disable-next-line no-control-regex -- control characters are what a keyboard sends
const answer = /\u001b[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\)/gsu;

// CSI and SS3 sequences, Esc with a letter (Alt), a lone Esc; else text up to the next Esc.
// oxlint-disable-next-line no-control-regex -- control characters are what a keyboard sends
const piece = /\u001b\[[0-?]*[ -/]*[@-~]|\u001bO.|\u001b[^\u001b[O]|\u001b\[?|[^\u001b]+/gsu;

// Nobody types so much between two reads; a terminal that does not bracket pastes sends them so. On a line that
// stalls a fast typist may: the text comes in whole, and only an Enter at its end is not heard and has to be pressed
// again. The other way round a secret that was pasted with a newline behind it would be sent before anybody saw it.
const maxTypedLength = 16;

const isLong = (graphemes: readonly string[]): boolean =>
  graphemes.length > maxTypedLength && !graphemes.every((each) => each === graphemes[0]);

const splitText = (text: string): readonly string[] => {
  const graphemes = toGraphemes(text);
  return isLong(graphemes) ? [text] : graphemes;
};

/** True for text that no hand types between two reads, from a terminal that does not bracket pastes. */
export const isUnmarkedPaste = (text: string): boolean =>
  !text.includes("\u001b") && isLong(toGraphemes(text));

/** What one read of the keyboard holds, and whether a bracketed paste is still going on behind it. */
export interface SplitKeys {
  readonly keys: readonly string[];
  readonly isPasting: boolean;
}

/**
 * Cuts what was read at once into single keys, so that each is seen by the screen that the one before it opened.
 * Pastes stay whole: bracketed ones with their marks, and long text that came in one piece. Answers of the terminal
 * are left out.
 */
export const splitKeys = (chunk: string, isPasting: boolean): SplitKeys => {
  if (isPasting) {
    const end = chunk.indexOf(pasteEnd);
    if (end === -1) return { keys: [chunk], isPasting: true };
    const behind = end + pasteEnd.length;
    const rest = splitKeys(chunk.slice(behind), false);
    return { ...rest, keys: [chunk.slice(0, behind), ...rest.keys] };
  }
  const start = chunk.indexOf(pasteStart);
  const typed = start === -1 ? chunk : chunk.slice(0, start);
  const keys = (typed.replace(answer, "").match(piece) ?? []).flatMap((each) =>
    each.startsWith("\u001b") ? [each] : splitText(each),
  );
  if (start === -1) return { keys, isPasting: false };
  const rest = splitKeys(chunk.slice(start), true);
  return { ...rest, keys: [...keys, ...rest.keys] };
};
