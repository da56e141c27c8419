import { withWrite, type Writer } from "./with-write.ts";

const escape = "\u001B";
/** Synchronized output, as Ink puts it around each frame: the terminal shows all of it at once. */
const frameStart = `${escape}[?2026h`;
const frameEnd = `${escape}[?2026l`;

/** Frames so short arrive in one packet; they need no marks. */
const unmarkedLength = 1024;

const nextLines = new RegExp(`(?:${escape}\\[E)+`, "g");
const firstColumn = new RegExp(`${escape}\\[1G`, "g");
const movedTwice = new RegExp(`(\\r${escape}\\[\\d*B)\\r`, "g");
const erasedLine = new RegExp(`${escape}\\[K[^\\n]*`, "g");
const gap = / {6,}(?=[^ ])/g;
/** Underline, inverse, backgrounds: there a space is not nothing. */
const visibleSpaces = new RegExp(`${escape}\\[(?:\\d+;)*(?:4|7|4[0-8]|10[0-7])[;m]`);

/**
 * The same picture in fewer bytes: moves over several lines as one, and gaps on a line that was just erased as
 * moves. Over SSH on a poor line a key stroke is as quick as its bytes are few. Without "next line" (CSI E), which
 * mosh does not know: it would draw every line over the first.
 */
export const squeezeFrame = (frame: string): string => {
  const moved = frame
    .replace(nextLines, (moves) => `\r${escape}[${moves.length === 3 ? "" : moves.length / 3}B`)
    .replace(firstColumn, "\r")
    .replace(movedTwice, "$1");
  const short = visibleSpaces.test(moved)
    ? moved
    : moved.replace(erasedLine, (line) =>
        line.replace(gap, (spaces) => `${escape}[${spaces.length}C`),
      );
  return short.length < unmarkedLength ? short : frameStart + short + frameEnd;
};

/** The terminal, written to with one short piece for each frame. All that is no frame goes through untouched. */
export const createCompactOutput = <T extends Writer>(stdout: T): T => {
  let frame: string | null = null;
  return withWrite(stdout, (write) => (text, ...rest) => {
    if (text === frameStart) {
      frame = "";
      return true;
    }
    if (text === frameEnd && frame !== null) {
      const whole = frame;
      frame = null;
      return whole === "" || write(squeezeFrame(whole));
    }
    if (frame !== null && typeof text === "string" && rest.length === 0) {
      frame += text;
      return true;
    }
    return write(text, ...rest);
  });
};
