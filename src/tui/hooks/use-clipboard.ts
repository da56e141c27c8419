import { Buffer } from "node:buffer";
import { useStdout } from "ink";

// xterm's own limit for OSC 52; what is longer is dropped there without a word.
const maxBase64 = 74_994;

/** The sequence with which a terminal puts a text into its clipboard, also over SSH; null when it is too long. */
export const copySequence = (text: string): string | null => {
  const base64 = Buffer.from(text, "utf8").toString("base64");
  return base64.length > maxBase64 ? null : `\u001b]52;c;${base64}\u0007`;
};

/** Copies to the clipboard of the person's terminal. False: too long. Terminals do not say whether they did it. */
export const useClipboard = (): ((text: string) => boolean) => {
  const { stdout } = useStdout();
  return (text) => {
    const sequence = copySequence(text);
    if (sequence !== null) stdout.write(sequence);
    return sequence !== null;
  };
};
