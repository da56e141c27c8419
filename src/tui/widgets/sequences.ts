import chalk, { type ChalkInstance, type ForegroundColorName } from "chalk";

/** One of 256 colours, as Ink names it. */
export type NumberedColour = `ansi256(${number})`;
export type Colour = ForegroundColorName | NumberedColour;

/** How a piece of text is drawn. Null: with the terminal's own colour. */
export interface TextLook {
  readonly colour: Colour | null;
  readonly background: NumberedColour | null;
  readonly isBold: boolean;
  readonly isFaint: boolean;
  readonly isInverse: boolean;
}

/** What is written before a text and behind it. */
export type Sequences = readonly [before: string, behind: string];

const isNumbered = (colour: Colour): colour is NumberedColour => colour.startsWith("ansi256(");
const numberOf = (colour: NumberedColour): number => Number(/\d+(?=\))/.exec(colour)?.[0]);

const withColour = (pen: ChalkInstance, colour: Colour): ChalkInstance =>
  isNumbered(colour) ? pen.ansi256(numberOf(colour)) : pen[colour];

/** Level 2 of chalk. */
const manyColoursLevel = 2;

/**
 * True where a colour of 256 is written as it is; elsewhere one of 16 is written for it. By what is written and not by
 * what the terminal can do: Node's `getColorDepth` takes all colours for granted in tmux, whatever TERM says.
 */
export const writesManyColours = (): boolean => chalk.level >= manyColoursLevel;

/** The sequences that Ink writes around a `Text` of this look, in its order; none where a terminal knows none. */
export const toSequences = (look: TextLook): Sequences => {
  const { colour, background, isBold, isFaint, isInverse } = look;
  let pen: ChalkInstance = chalk;
  if (isInverse) pen = pen.inverse;
  if (isBold) pen = pen.bold;
  if (background !== null) pen = pen.bgAnsi256(numberOf(background));
  if (colour !== null) pen = withColour(pen, colour);
  if (isFaint) pen = pen.dim;
  const letter = "x";
  const [before = "", behind = ""] = pen(letter).split(letter);
  return [before, behind];
};
