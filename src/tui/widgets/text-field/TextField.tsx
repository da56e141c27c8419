import { Box } from "ink";
import stringWidth from "string-width";
import { cleanLine } from "../../../domain/connection.ts";
import { displayName } from "../../../domain/display-name.ts";
import { Tint } from "../Tint.tsx";
import { Placeholder } from "./Placeholder.tsx";
import { textWindow } from "./text-window.ts";
import { useTextField, type UseTextFieldOptions } from "./use-text-field.ts";

export interface TextFieldProps extends Partial<
  Pick<UseTextFieldOptions, "isFocused" | "clean" | "onPaste" | "commands">
> {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly columns: number;
  /** Shown while the field is empty. */
  readonly placeholder?: string | undefined;
}

const nothing: readonly string[] = [];

/** One line of text: edits by visible characters, with the keys of a shell. Enter, Esc and Tab are the screen's. */
export const TextField = ({
  value,
  onChange,
  columns,
  placeholder,
  isFocused = true,
  clean = cleanLine,
  onPaste,
  commands = nothing,
}: TextFieldProps) => {
  const state = useTextField({ value, onChange, isFocused, clean, onPaste, commands });
  if (value === "" && !isFocused) return <Placeholder value={value} placeholder={placeholder} />;
  const { before, at, after } = textWindow(
    { graphemes: state.graphemes.map(displayName), cursor: state.cursor },
    columns,
    stringWidth,
  );
  return (
    <Box width={columns} height={1}>
      <Tint>{before}</Tint>
      <Tint isInverse={isFocused}>{at}</Tint>
      <Tint>{after}</Tint>
      <Placeholder value={value} placeholder={placeholder} />
    </Box>
  );
};
