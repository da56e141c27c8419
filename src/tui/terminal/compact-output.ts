import { createFrameDrawer } from "./frames/frame-drawer.ts";
import { withWrite, type Writer } from "./with-write.ts";

const escape = "\u001B";
/** Synchronized output, as Ink puts it around each frame: the terminal shows all of it at once. */
const frameStart = `${escape}[?2026h`;
const frameEnd = `${escape}[?2026l`;

/** Frames so short arrive in one packet; they need no marks. */
const unmarkedLength = 1024;

/** What Ink removes its last frame with, line by line. What the terminal shows is known: nothing needs to go first. */
const removedLines = new RegExp(`^(?:${escape}\\[2K(?:${escape}\\[1?A)?)*${escape}\\[G`);
/** … and where it doubts that, since the window has another size. */
const removedScreen = `${escape}[1;1H${escape}[J`;

/** Titles, clipboard, bell, and modes of the terminal but for its other screen: they leave picture and cursor alone. */
const besides = new RegExp(
  `^(?:${escape}\\][^${escape}\u0007]*(?:\u0007|${escape}\\\\)|${escape}P(?:[^${escape}]|${escape}${escape})*${escape}\\\\|\u0007|${escape}\\[(?!\\?1049)\\?\\d+[hl]|${escape}\\[[\\d;]*t)*$`,
);

interface SizedWriter extends Writer {
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
}

/**
 * The terminal, written to with what has changed from frame to frame and nothing else. Over SSH on a poor line a key is
 * as quick as its bytes are few. All that is no frame goes through untouched; where it may have changed the picture, the
 * next frame is drawn as a whole. Ink must write whole frames (no `incrementalRendering`).
 */
export const createCompactOutput = <T extends SizedWriter>(stdout: T): T => {
  const drawer = createFrameDrawer();
  let pieces: string[] | null = null;
  const withoutRemoval = (piece: string): string => {
    if (!piece.startsWith(removedScreen)) return piece.replace(removedLines, "");
    drawer.forget();
    return piece.slice(removedScreen.length);
  };
  return withWrite(stdout, (write) => {
    const through: typeof write = (text, ...rest) => {
      if (typeof text !== "string" || !besides.test(text)) drawer.forget();
      return write(text, ...rest);
    };
    const drawFrame = (frame: string): boolean => {
      const { columns = 80, rows = 24 } = stdout;
      const text = drawer.draw(frame.split("\n"), { columns, rows });
      if (text === null) return true;
      return write(text.length < unmarkedLength ? text : frameStart + text + frameEnd);
    };
    // Behind what somebody else wrote, Ink draws its frame once more: it always comes last.
    const endFrame = (written: readonly string[]): boolean => {
      const left = written.map(withoutRemoval).filter(({ length }) => length > 0);
      const last = left.at(-1);
      for (const other of left.slice(0, -1)) through(other);
      if (last === undefined) return true;
      return besides.test(last) ? through(last) : drawFrame(last);
    };
    return (text, ...rest) => {
      if (text === frameStart) {
        pieces = [];
        return true;
      }
      if (text === frameEnd && pieces !== null) {
        const written = pieces;
        pieces = null;
        return endFrame(written);
      }
      if (pieces !== null && typeof text === "string" && rest.length === 0) {
        pieces.push(text);
        return true;
      }
      return through(text, ...rest);
    };
  });
};
