/** How a terminal draws what is written next (ECMA-48 8.3.117, and xterm's colours). */
export interface Pen {
  /** Bit n: the attribute with the number n, of those in `attributes`. */
  readonly attributes: number;
  /** Parameters that set the colour; null: the terminal's own. */
  readonly letters: string | null;
  readonly background: string | null;
}

/** That of a terminal on which nobody has changed anything. */
export const plainPen: Pen = { attributes: 0, letters: null, background: null };

const attributes = [1, 2, 3, 4, 7, 9];
/** What ends an attribute; one parameter ends both bold and faint. */
const endings: Readonly<Record<number, number>> = { 1: 22, 2: 22, 3: 23, 4: 24, 7: 27, 9: 29 };
/** Underlined, inverse, crossed out: they show on a space, too. */
const shownOnSpaces = (1 << 4) | (1 << 7) | (1 << 9);

const bit = (attribute: number): number => 1 << attribute;
const endedBy = (code: number): number =>
  attributes.reduce((bits, each) => (endings[each] === code ? bits | bit(each) : bits), 0);

export const isSamePen = (a: Pen, b: Pen): boolean =>
  a === b ||
  (a.attributes === b.attributes && a.letters === b.letters && a.background === b.background);

/** True: a space looks alike with both. */
export const isSameOnSpaces = (a: Pen, b: Pen): boolean =>
  a.background === b.background &&
  (a.attributes & shownOnSpaces) === (b.attributes & shownOnSpaces) &&
  // The line has the colour of the letters that are not there, and so has the block of what is inverse.
  ((a.attributes & shownOnSpaces) === 0 || a.letters === b.letters);

const isIn = (code: number, from: number, to: number): boolean => code >= from && code <= to;

/** The pen after SGR with these parameters. What is unknown changes nothing. */
export const applyStyle = (pen: Pen, parameters: string): Pen => {
  const codes = parameters.split(";");
  let { attributes: bits, letters, background } = pen;
  for (let at = 0; at < codes.length; at += 1) {
    const code = Number(codes[at]);
    // The colour itself follows: one of 256, or red, green and blue.
    const size = code === 38 || code === 48 ? (codes[at + 1] === "5" ? 3 : 5) : 1;
    const colour = codes.slice(at, at + size).join(";");
    if (code === 0) ({ attributes: bits, letters, background } = plainPen);
    else if (attributes.includes(code)) bits |= bit(code);
    else if (isIn(code, 30, 38) || isIn(code, 90, 97)) letters = colour;
    else if (isIn(code, 40, 48) || isIn(code, 100, 107)) background = colour;
    else if (code === 39) letters = null;
    else if (code === 49) background = null;
    else bits &= ~endedBy(code);
    at += size - 1;
  }
  return { attributes: bits, letters, background };
};

const setCodes = (bits: number): readonly number[] =>
  attributes.filter((each) => (bits & bit(each)) !== 0);

const changes = (from: Pen, to: Pen): string => {
  const ended = [
    ...new Set(setCodes(from.attributes & ~to.attributes).map((code) => endings[code])),
  ];
  const kept = ended.reduce((bits: number, code) => bits & ~endedBy(code ?? 0), from.attributes);
  const codes: (string | number | undefined)[] = [...ended, ...setCodes(to.attributes & ~kept)];
  if (from.letters !== to.letters) codes.push(to.letters ?? 39);
  if (from.background !== to.background) codes.push(to.background ?? 49);
  return codes.join(";");
};

/** The shortest SGR sequence that leads from one pen to another; "" when nothing changes. */
export const styleChange = (from: Pen, to: Pen): string => {
  if (isSamePen(from, to)) return "";
  const changed = changes(from, to);
  const anew = isSamePen(to, plainPen) ? "" : `0;${changes(plainPen, to)}`;
  return `\u001B[${anew.length < changed.length ? anew : changed}m`;
};
