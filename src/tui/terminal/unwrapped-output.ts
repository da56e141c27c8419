import { withWrite, type Writer } from "./with-write.ts";

const enterAlternate = "\u001b[?1049h";
const leaveAlternate = "\u001b[?1049l";
/** DECAWM: what is written past the last column goes on in the next line. */
const wrapOff = "\u001b[?7l";
const wrapOn = "\u001b[?7h";
/** What was typed before the app began has moved the cursor, and a terminal keeps its place on the other screen. */
const home = "\u001b[H";
/** Where there is no other screen (GNU screen, mosh) the shell goes on here: at the end of a frame it would be glued. */
const homeAndEraseDown = `${home}\u001b[J`;

/**
 * The terminal, which wraps no line while the app's own screen is on it. A frame for a window that has become narrower
 * meanwhile is cut at its edge; wrapped, it would move all lines below, and the next frame would be drawn between them.
 * That screen is drawn from its first place on, and left empty.
 */
export const unwrappedOutput = <T extends Writer>(stdout: T): T =>
  withWrite(stdout, (write) => (chunk, ...rest) => {
    if (typeof chunk !== "string") return write(chunk, ...rest);
    const text = chunk
      .replaceAll(enterAlternate, enterAlternate + wrapOff + home)
      .replaceAll(leaveAlternate, homeAndEraseDown + wrapOn + leaveAlternate);
    return write(text, ...rest);
  });
