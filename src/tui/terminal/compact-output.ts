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
const endedAndMoved = new RegExp(`\\r?\\n\\r${escape}\\[(\\d*)B`, "g");
const upAndDown = new RegExp(`${escape}\\[(\\d+)A\\r${escape}\\[(\\d*)B`, "g");
const secondColumn = new RegExp(`(\\n|\\r|\\r${escape}\\[\\d*B)${escape}\\[2G`, "g");
/** Ink repeats what was bold before the place where it goes on; a line begins with no style. */
const boldForNothing = new RegExp(`(${escape}\\[K)${escape}\\[1m${escape}\\[22m`, "g");
/** What decides about a gap: where a line was erased and ends, how what follows is drawn, and the gap itself. */
const gapPieces = new RegExp(`${escape}\\[K|\\n|${escape}\\[([\\d;]*)m| {6,}(?=[^ \\n])`, "g");

/** How what follows is drawn: with underline, inverse or a background a space is not nothing. */
interface Look {
  hasLine: boolean;
  isInverse: boolean;
  hasBackground: boolean;
}

const isBackground = (code: number): boolean =>
  (code >= 40 && code <= 48) || (code >= 100 && code <= 107);

/** The look after an SGR sequence with these parameters (ECMA-48 8.3.117, and xterm's colours). */
const applyStyle = (look: Look, parameters: string): void => {
  const codes = parameters.split(";").map(Number);
  for (let at = 0; at < codes.length; at += 1) {
    const code = codes[at] ?? 0;
    if (code === 0) Object.assign(look, { hasLine: false, isInverse: false, hasBackground: false });
    else if (code === 4 || code === 24) look.hasLine = code === 4;
    else if (code === 7 || code === 27) look.isInverse = code === 7;
    else if (code === 49) look.hasBackground = false;
    else if (isBackground(code)) look.hasBackground = true;
    // The colour itself follows: one of 256, or red, green and blue.
    if (code === 38 || code === 48) at += codes[at + 1] === 5 ? 2 : 4;
  }
};

/** Gaps on a line that was just erased as moves. */
const squeezeGaps = (frame: string): string => {
  const look: Look = { hasLine: false, isInverse: false, hasBackground: false };
  let isErased = false;
  return frame.replace(gapPieces, (piece: string, parameters: string | undefined) => {
    if (parameters !== undefined) applyStyle(look, parameters);
    else if (piece === "\n") isErased = false;
    else if (!piece.startsWith(" ")) isErased = !look.hasBackground;
    else if (isErased && !look.hasLine && !look.isInverse && !look.hasBackground)
      return `${escape}[${piece.length}C`;
    return piece;
  });
};

/** A parameter that is left out is 1. */
const countOf = (parameter: string): number => (parameter === "" ? 1 : Number(parameter));

/** To the start of a line further down. The last line is never left so: it would scroll where a move does not. */
const moveDown = (lines: number): string => `\r${escape}[${lines === 1 ? "" : lines}B`;

/**
 * The same picture in fewer bytes: moves over several lines as one, and gaps on a line that was just erased as
 * moves. Over SSH on a poor line a key stroke is as quick as its bytes are few. Without "next line" (CSI E), which
 * mosh does not know: it would draw every line over the first.
 */
export const squeezeFrame = (frame: string): string => {
  const moved = frame
    .replace(nextLines, (moves) => moveDown(moves.length / 3))
    .replace(firstColumn, "\r")
    .replace(movedTwice, "$1")
    .replace(endedAndMoved, (_, lines: string) => moveDown(countOf(lines) + 1))
    .replace(upAndDown, (moves, up: string, down: string) => {
      const lines = countOf(up) - countOf(down);
      return lines > 0 ? `${escape}[${lines}A\r` : moves;
    })
    .replace(secondColumn, `$1${escape}[C`)
    .replace(boldForNothing, "$1");
  const short = squeezeGaps(moved);
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
