import { Buffer } from "node:buffer";
import { useStdout } from "ink";
import { useContext } from "react";
import { clipboardWords } from "../../words/clipboard.ts";
import { TerminalContext } from "../terminal/terminal-context.ts";
import { clipboardOf } from "../terminal/terminal-kind.ts";

// xterm's own limit for OSC 52; what is longer is dropped there without a word.
const maxBase64 = 74_994;

/** The sequence with which a terminal puts a text into its clipboard, also over SSH; null when it is too long. */
export const copySequence = (text: string): string | null => {
  const base64 = Buffer.from(text, "utf8").toString("base64");
  return base64.length > maxBase64 ? null : `\u001b]52;c;${base64}\u0007`;
};

/** Copies to the clipboard of the person's terminal, where it may have one; gives the note to show. */
export const useClipboard = (): ((text: string) => string) => {
  const { stdout } = useStdout();
  const clipboard = clipboardOf(useContext(TerminalContext));
  return (text) => {
    if (clipboard === "no") return clipboardWords.unable;
    const sequence = copySequence(text);
    if (sequence === null) return clipboardWords.tooLong;
    stdout.write(sequence);
    return clipboard === "yes" ? clipboardWords.copied : clipboardWords.sent;
  };
};
