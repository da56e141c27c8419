import * as fc from "fast-check";
import { Box, Text, Transform } from "ink";
import { render } from "ink-testing-library";
import { memo, type ReactElement } from "react";
import { describe, expect, it } from "vitest";

/** A screen in miniature: what moves from one to the next is text, look, place, and what is there at all. */
interface Piece {
  readonly text: string;
  /** In the place of a colour, which is a transform, too, and is not drawn where there is no terminal. */
  readonly sign: string;
  readonly nested: string | null;
  readonly left: number;
  readonly isHidden: boolean;
}

const piece = fc.record<Piece>({
  text: fc.constantFrom(
    "a",
    "file-1.csv",
    "日本",
    "two\nlines",
    " ",
    "👩‍👩‍👧 x",
    "a long text that is cut somewhere",
  ),
  sign: fc.constantFrom("-", "+"),
  nested: fc.option(fc.constantFrom("b", "é", "納")),
  left: fc.nat(4),
  isHidden: fc.boolean(),
});
const screen = fc.array(piece, { minLength: 1, maxLength: 6 });

/** Always the same functions: a text may change where its look does not. */
const looks: Readonly<Record<string, (line: string) => string>> = {
  "-": (line) => `-${line}`,
  "+": (line) => `+${line}`,
};
const lookOf = (sign: string) => looks[sign] ?? ((line: string) => line);

/** Remembered, as lines are in the app: what has not changed keeps its very functions, too. */
const Line = memo(({ text, sign, nested }: Pick<Piece, "text" | "sign" | "nested">) => (
  <Transform transform={lookOf(sign)}>
    <Text wrap="truncate-end">
      {text}
      {nested === null ? null : (
        <Transform transform={lookOf(sign)}>
          <Text>{nested}</Text>
        </Transform>
      )}
    </Text>
  </Transform>
));

const draw = (pieces: readonly Piece[]): ReactElement => (
  <Box flexDirection="column" width={30} height={8} overflow="hidden">
    {pieces.map(({ left, isHidden, ...line }, at) => (
      <Box key={at} marginLeft={left} display={isHidden ? "none" : "flex"} width={12}>
        <Line {...line} />
      </Box>
    ))}
  </Box>
);

/** In every row something that no screen has, so that nothing of an earlier frame can be left. */
const somethingElse = Array.from({ length: 12 }, (_, row) => `#${row}`).join("\n");

const drawnAlone = (pieces: readonly Piece[]): string | undefined => {
  render(<Text>{somethingElse}</Text>).unmount();
  const app = render(draw(pieces));
  const frame = app.lastFrame();
  app.unmount();
  return frame;
};

/** Drawn one after the other on one screen. */
const drawnInTurn = (screens: readonly (readonly Piece[])[]): readonly (string | undefined)[] => {
  const app = render(<Text>{somethingElse}</Text>);
  const drawn = screens.map((pieces) => {
    app.rerender(draw(pieces));
    return app.lastFrame();
  });
  app.unmount();
  return drawn;
};

/** Lines of a list that has gone so many lines further: what is still seen is the same element, in another place. */
const drawList = (pieces: readonly Piece[], gone: number): ReactElement => (
  <Box flexDirection="column" width={30} height={pieces.length} overflow="hidden">
    {pieces.map((_, line) => {
      const key = (line + gone) % pieces.length;
      return <Line key={key} {...(pieces[key] ?? first)} />;
    })}
  </Box>
);

const drawnList = (pieces: readonly Piece[], steps: readonly number[]) => {
  const app = render(<Text>{somethingElse}</Text>);
  const drawn = steps.map((gone) => {
    app.rerender(drawList(pieces, gone));
    return app.lastFrame();
  });
  app.unmount();
  return drawn;
};

const first: Piece = { text: "a", sign: "-", nested: "b", left: 1, isHidden: false };

describe("a frame of the mended Ink", () => {
  it.each<readonly [string, Partial<Piece>]>([
    ["a text", { text: "c" }],
    ["a text within it", { nested: "é" }],
    ["a text within it that went", { nested: null }],
    ["how it is drawn", { sign: "+" }],
    ["a text within it that comes", { nested: "c" }],
    ["where it stands", { left: 3 }],
    ["that it is there", { isHidden: true }],
  ])("has %s as it is now, not as it was", (_, changed) => {
    const bare = { ...first, nested: null };
    const screens = [
      [first, bare],
      [first, { ...bare, ...changed }],
      [{ ...first, ...changed }, bare],
      [first, bare],
    ];
    expect(drawnInTurn(screens)).toEqual(screens.map(drawnAlone));
  });

  it("is what it would be if nothing had been drawn before", () => {
    fc.assert(
      fc.property(fc.array(screen, { minLength: 2, maxLength: 4 }), (screens) => {
        expect(drawnInTurn(screens)).toEqual(screens.map(drawnAlone));
      }),
      { numRuns: 5 },
    );
  });

  it("has the lines of a list where they are now, wherever they were before", () => {
    const step = fc.nat(5);
    fc.assert(
      fc.property(screen, fc.array(step, { minLength: 2, maxLength: 4 }), (pieces, steps) => {
        const alone = steps.map((gone) => drawnList(pieces, [gone])[0]);
        expect(drawnList(pieces, steps)).toEqual(alone);
      }),
      { numRuns: 5 },
    );
  });
});
