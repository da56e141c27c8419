import TextInput from "ink-text-input";
import { type ComponentType, useState } from "react";
import { describe, expect, it } from "vitest";
import { TextField } from "../../../../src/tui/widgets/text-field/TextField.tsx";
import { keys, showOnInk } from "../../../support/ink-screen.ts";
import { type TextFieldCase, textFieldCases } from "./text-field-cases.ts";

interface FieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

const Ours = (props: FieldProps) => <TextField {...props} columns={60} />;
const InkTextInput = (props: FieldProps) => <TextInput {...props} />;

/** The value that a field holds after the keys. */
const valueAfter = async (Field: ComponentType<FieldProps>, typed: readonly string[]) => {
  let held = "";
  const Form = () => {
    const [value, setValue] = useState("");
    const change = (next: string) => {
      held = next;
      setValue(next);
    };
    return <Field value={value} onChange={change} />;
  };
  const screen = await showOnInk(<Form />);
  await screen.press(...typed);
  screen.unmount();
  return held;
};

/**
 * What ink-text-input 6.0.0 makes of a case instead. Once it passes one, its row here fails, and once all rows are
 * gone TextField can give way to it: docs/decisions/0005-own-text-field.md.
 */
const knownFaults: Readonly<Record<string, string>> = {
  "moves to the start with Home": "ba",
  "moves to the end with End": "ba",
  "moves to the start with Ctrl+A": "baa",
  "moves to the end with Ctrl+E": "eba",
  "takes what is under the cursor with Delete": "bc",
  "takes all before the cursor with Ctrl+U": "abuc",
  "takes all behind the cursor with Ctrl+K": "abkc",
  "takes the word before the cursor with Ctrl+W": "one twow",
  "moves by words with Ctrl+Left": "one twxo",
  "moves by words with Ctrl+Right": "one twox",
  "moves by words with Alt+B": "one twobx",
  "moves by words with Alt+F": "one twofx",
  "takes a family of emoji with one Backspace": "a\u{1F468}\u200D\u{1F469}\u200D\uD83D",
  "takes an emoji with one Backspace": "a\uD83D",
  "takes a letter with its combining accent with one Backspace": "ae",
  "steps over an emoji with one Left": "\uD83Da\uDE00",
  "takes the newline from a paste": "AKIA1234\r\n",
  "takes the newline from a paste without marks": "AKIA1234\n",
  "ignores a lone line feed": "a\nb",
};

const faultOf = ({ name }: TextFieldCase) => knownFaults[name];

describe("TextField", () => {
  it.each(textFieldCases)("$name", async ({ typed, expected }) => {
    expect(await valueAfter(Ours, typed)).toBe(expected);
  });
});

describe("ink-text-input", () => {
  it.each(textFieldCases.filter((each) => faultOf(each) === undefined))(
    "$name",
    async ({ typed, expected }) => {
      expect(await valueAfter(InkTextInput, typed)).toBe(expected);
    },
  );

  it.each(textFieldCases.filter((each) => faultOf(each) !== undefined))(
    "still falls short: $name",
    async (each) => {
      expect(faultOf(each)).not.toBe(each.expected);
      expect(await valueAfter(InkTextInput, each.typed)).toBe(faultOf(each));
    },
  );

  it("has no fault on the list that is no case of the suite", () => {
    const names = textFieldCases.map(({ name }) => name);
    for (const name of Object.keys(knownFaults)) expect(names).toContain(name);
  });

  it("submits what a paste without marks ends with Enter, which ours never does", async () => {
    const submitted: string[] = [];
    const screen = await showOnInk(
      <TextInput value="" onChange={() => undefined} onSubmit={(value) => submitted.push(value)} />,
    );
    await screen.press(keys.paste("\r"));
    screen.unmount();
    expect(submitted).toEqual([""]);
  });
});
