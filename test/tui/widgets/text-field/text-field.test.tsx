import { readFileSync } from "node:fs";
import path from "node:path";
import { type ComponentType, useState } from "react";
import { describe, expect, it, vi } from "vitest";
import { ShortField } from "../../../../src/tui/widgets/text-field/ShortField.tsx";
import { TextField } from "../../../../src/tui/widgets/text-field/TextField.tsx";
import { keys, letters, showOnInk } from "../../../support/sites/ink-screen.ts";
import { textFieldCases } from "../../../support/values/text-field-cases.ts";

// The cursor is drawn in inverse, which the library of colours does only where it believes in a terminal.
vi.hoisted(() => {
  process.env["FORCE_COLOR"] = "1";
});

interface FieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly columns: number;
  readonly commands: readonly string[];
  readonly isFocused?: boolean;
  readonly placeholder?: string;
}

const fields = { TextField, ShortField } satisfies Record<string, ComponentType<FieldProps>>;
const fieldNames = ["TextField", "ShortField"] as const;

const escape = "\u001b";
const inverse = new RegExp(`${escape}\\[7m(.*?)${escape}\\[27m`, "su");

/** The field with what it holds, on a form that gives it back what it says. */
const openField = async (name: keyof typeof fields, more: Partial<FieldProps> = {}) => {
  const Field: ComponentType<FieldProps> = fields[name];
  const held = { value: "" };
  const Form = () => {
    const [value, setValue] = useState("");
    const change = (next: string) => {
      held.value = next;
      setValue(next);
    };
    const commands = value === "" ? ["?"] : [];
    return <Field value={value} onChange={change} columns={60} commands={commands} {...more} />;
  };
  return { held, screen: await showOnInk(<Form />) };
};

describe.each(fieldNames)("%s", (field) => {
  it.each(textFieldCases)("$name", async ({ typed, expected, instead }) => {
    const { held, screen } = await openField(field);
    await screen.press(...typed);
    screen.unmount();
    expect(held.value).toBe(instead?.[field] ?? expected);
  });

  it("shows the cursor on the character under it, whatever stands before", async () => {
    const { screen } = await openField(field);
    await screen.press("😀", "e\u0301", "x", keys.left, keys.left);
    expect(inverse.exec(screen.rawFrame())?.[1]).toBe("e\u0301");
    await screen.press(keys.end);
    expect(inverse.exec(screen.rawFrame())?.[1]).toBe(" ");
    screen.unmount();
  });

  it("shows the end of a text that is too wide, and the cursor there, on one line", async () => {
    const { screen } = await openField(field, { columns: 10 });
    await screen.press(...letters("abcdefghijklmnop"));
    expect(screen.frame()).toContain("ijklmnop");
    expect(screen.frame()).not.toContain("abc");
    expect(screen.frame().split("\n")).toHaveLength(1);
    expect(inverse.exec(screen.rawFrame())?.[1]).toBe(" ");
    screen.unmount();
  });

  it("shows what it is for while it is empty", async () => {
    const { screen } = await openField(field, { placeholder: "a city" });
    expect(screen.frame()).toContain("a city");
    await screen.press("x");
    expect(screen.frame()).not.toContain("a city");
    screen.unmount();
  });

  it("hears nothing while it is not in use, and has no cursor then", async () => {
    const { held, screen } = await openField(field, { isFocused: false });
    await screen.press("a", keys.paste("b"));
    expect(held.value).toBe("");
    expect(screen.rawFrame()).not.toMatch(inverse);
    screen.unmount();
  });
});

describe("what only TextField can do", () => {
  const wide = letters("abcdefghijklmnop");

  it.each([
    ["TextField", "c"],
    ["ShortField", undefined],
  ] as const)(
    "shows the cursor in the middle of a text that is too wide: %s",
    async (field, at) => {
      const { screen } = await openField(field, { columns: 10 });
      await screen.press(...wide, keys.home, keys.right, keys.right);
      expect(inverse.exec(screen.rawFrame())?.[1]).toBe(at);
      screen.unmount();
    },
  );

  it("shows a paste to the screen first, which may take it elsewhere", async () => {
    const seen: string[] = [];
    const screen = await showOnInk(
      <TextField
        value=""
        onChange={(text) => seen.push(`typed ${text}`)}
        columns={60}
        onPaste={(text) => seen.push(`pasted ${text}`) > 0}
      />,
    );
    await screen.press(keys.paste("a,b"));
    screen.unmount();
    expect(seen).toEqual(["pasted a,b"]);
  });
});

describe("the table of abilities in docs/decisions/0005", () => {
  const page = readFileSync(
    path.resolve(import.meta.dirname, "../../../../docs/decisions/0005-own-text-field.md"),
    "utf8",
  );

  it("has a row for each case of this suite, and says who can", () => {
    const rows = textFieldCases.map(({ name, instead }) => {
      const cells = fieldNames.map((field) => (instead?.[field] === undefined ? "yes" : "no"));
      return `| ${name} | ${cells.join(" | ")} |`;
    });
    expect(page.split("\n")).toEqual(expect.arrayContaining(rows));
  });
});
