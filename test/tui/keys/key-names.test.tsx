import { Text, useInput } from "ink";
import { describe, expect, it } from "vitest";
import { keyNames } from "../../../src/tui/keys/key-names.ts";
import { keys, showOnInk } from "../../support/sites/ink-screen.ts";

/** The names of what is written to a keyboard in one piece, as Ink reports it. */
const namesOf = async (piece: string): Promise<readonly string[]> => {
  const heard: string[] = [];
  const Ear = () => {
    useInput((input, key) => {
      heard.push(...keyNames(input, key));
    });
    return <Text>listening</Text>;
  };
  const screen = await showOnInk(<Ear />);
  await screen.press(piece);
  screen.unmount();
  return heard;
};

describe("the names of keys", () => {
  it.each([
    [keys.up, ["up"]],
    [keys.shiftTab, ["shift+tab"]],
    [keys.space, ["space"]],
    [keys.enter, ["enter"]],
    ["G", ["G"]],
    [keys.ctrl("l"), ["ctrl+l"]],
    ["jjj", ["j", "j", "j"]],
  ])("of %j are %j", async (piece, names) => {
    expect(await namesOf(piece)).toEqual(names);
  });

  it.each(["AKIA7EXAMPLE00003F7Q\r", "use the path aux\n", "uu q"])(
    "are none in %j, which is text that was pasted without marks",
    async (pasted) => {
      expect(await namesOf(pasted)).toEqual([]);
    },
  );
});
