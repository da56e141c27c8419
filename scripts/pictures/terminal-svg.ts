import type { IBufferCell, Terminal } from "@xterm/headless";

/** Colours of a picture: the sixteen of the terminal, and the two it starts with. */
export interface Palette {
  readonly background: string;
  readonly foreground: string;
  readonly ansi: readonly string[];
}

export const palettes: Readonly<Record<"dark" | "light", Palette>> = {
  dark: {
    background: "#16181d",
    foreground: "#d7dae0",
    ansi: "#3b4048 #ef6b73 #8cc570 #e5c07b #6cb2f0 #c678dd #56b6c2 #d7dae0 #7d8590 #ff8a91 #a8dd8f #f2d59a #8fc8ff #dba0ea #7fd3dd #ffffff".split(
      " ",
    ),
  },
  light: {
    background: "#fbfbf9",
    foreground: "#24292f",
    ansi: "#24292f #b42318 #1a7f37 #8a5a00 #0550ae #8250df #0b6e7f #57606a #6e7781 #cf222e #2da44e #9a6700 #0969da #a475f9 #1b7c83 #24292f".split(
      " ",
    ),
  },
};

const cellWidth = 8.4;
const lineHeight = 18;
const margin = 14;

const escapeXml = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

const level = (step: number) => (step === 0 ? 0 : 55 + step * 40);

/** Colour number 16–255 of the xterm palette, as the terminal's own documentation defines the cube and the greys. */
const cubeColour = (index: number): string => {
  if (index >= 232)
    return `rgb(${Array(3)
      .fill(8 + (index - 232) * 10)
      .join(",")})`;
  const cube = index - 16;
  return `rgb(${level(Math.floor(cube / 36))},${level(Math.floor(cube / 6) % 6)},${level(cube % 6)})`;
};

const colourOf = (
  palette: Palette,
  isDefault: boolean,
  isRgb: boolean,
  value: number,
  fallback: string,
) => {
  if (isDefault) return fallback;
  if (isRgb) return `#${value.toString(16).padStart(6, "0")}`;
  return palette.ansi[value] ?? cubeColour(value);
};

interface Style {
  readonly fill: string;
  readonly back: string;
  readonly attributes: string;
}

const styleOf = (cell: IBufferCell, palette: Palette): Style => {
  const front = colourOf(
    palette,
    cell.isFgDefault(),
    cell.isFgRGB(),
    cell.getFgColor(),
    palette.foreground,
  );
  const back = colourOf(
    palette,
    cell.isBgDefault(),
    cell.isBgRGB(),
    cell.getBgColor(),
    palette.background,
  );
  const attributes =
    (cell.isBold() ? ' font-weight="700"' : "") +
    (cell.isDim() ? ' opacity="0.62"' : "") +
    (cell.isUnderline() ? ' text-decoration="underline"' : "");
  return cell.isInverse()
    ? { fill: back, back: front, attributes }
    : { fill: front, back, attributes };
};

/** Changes a line of the screen and leaves it as long as it is. */
export type Retouch = (line: string) => string;

const drawLine = (terminal: Terminal, row: number, palette: Palette, retouch: Retouch): string => {
  const line = terminal.buffer.active.getLine(terminal.buffer.active.viewportY + row);
  if (!line) return "";
  const text = line.translateToString();
  const retouched = retouch(text);
  const shapes: string[] = [];
  let run = { text: "", from: 0, cells: 0, key: "", style: null as Style | null };
  const flush = () => {
    if (!run.style || run.cells === 0) return;
    const x = (margin + run.from * cellWidth).toFixed(1);
    const width = (run.cells * cellWidth).toFixed(1);
    const top = margin + row * lineHeight;
    if (run.style.back !== palette.background) {
      shapes.push(
        `<rect x="${x}" y="${top}" width="${width}" height="${lineHeight}" fill="${run.style.back}"/>`,
      );
    }
    if (run.text.trim() !== "") {
      const fill = run.style.fill === palette.foreground ? "" : ` fill="${run.style.fill}"`;
      shapes.push(
        `<text x="${x}" y="${top + 13}" textLength="${width}"${fill}${run.style.attributes}>${escapeXml(run.text)}</text>`,
      );
    }
  };
  for (let column = 0; column < terminal.cols; column++) {
    const cell = line.getCell(column);
    if (!cell || cell.getWidth() === 0) continue;
    const style = styleOf(cell, palette);
    // A wide character stands alone, so that a font of another width cannot push its neighbours.
    const key = cell.getWidth() === 2 ? `wide ${column}` : JSON.stringify(style);
    if (key !== run.key) {
      flush();
      run = { text: "", from: column, cells: 0, key, style };
    }
    // Only lines of narrow signs are retouched: there a sign stands in the column of its number.
    run.text += retouched === text ? cell.getChars() || " " : (retouched[column] ?? " ");
    run.cells += cell.getWidth();
  }
  flush();
  return shapes.join("");
};

/** What the terminal shows now, as the inside of an SVG (without the frame). */
export const drawScreen = (terminal: Terminal, palette: Palette, retouch: Retouch): string =>
  Array.from({ length: terminal.rows }, (_, row) => drawLine(terminal, row, palette, retouch))
    .filter((line) => line !== "")
    .join("\n");

/** The frame around one or several screens; several play one after the other, `seconds` each. */
export const frameScreens = (
  screens: readonly { readonly drawing: string; readonly seconds: number }[],
  size: { readonly columns: number; readonly rows: number },
  palette: Palette,
  title: string,
): string => {
  const width = Math.ceil(size.columns * cellWidth + 2 * margin);
  const height = size.rows * lineHeight + 2 * margin;
  const total = screens.reduce((sum, { seconds }) => sum + seconds, 0);
  let at = 0;
  const groups = screens.map(({ drawing, seconds }, index) => {
    if (screens.length === 1) return `<g>${drawing}</g>`;
    const from = ((100 * at) / total).toFixed(3);
    at += seconds;
    const until = ((100 * at) / total).toFixed(3);
    const style = `@keyframes s${index}{0%{visibility:hidden}${from}%{visibility:visible}${until}%{visibility:hidden}100%{visibility:hidden}}.s${index}{animation:s${index} ${total}s step-end infinite}`;
    return `<style>${style}</style><g class="s${index}">${drawing}</g>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escapeXml(title)}</title>`,
    `<rect width="${width}" height="${height}" rx="8" fill="${palette.background}"/>`,
    `<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="14" fill="${palette.foreground}" xml:space="preserve">`,
    ...groups,
    "</g></svg>",
    "",
  ].join("\n");
};
