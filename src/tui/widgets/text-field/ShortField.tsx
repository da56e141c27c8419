import { Box } from "ink";
import TextInput from "ink-text-input";
import { useContext } from "react";
import { displayName } from "../../../domain/display-name.ts";
import { KeysContext } from "../../keys/keys-context.ts";
import { useKeptText } from "../../keys/use-kept-text.ts";
import { Tint } from "../Tint.tsx";
import { Placeholder } from "./Placeholder.tsx";

export interface ShortFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly columns: number;
  /** Shown while the field is empty. */
  readonly placeholder?: string | undefined;
  readonly isFocused?: boolean | undefined;
  /** Characters that are commands while the field is empty, such as "?". */
  readonly commands?: readonly string[] | undefined;
}

const nothing: readonly string[] = [];

/** Without what the screen would have to show as a replacement: it cannot be meant. */
const onlyVisible = (text: string): string => {
  // Each character is shown as one; whether a joiner can be seen, what stands before it says.
  const shown = Array.from(displayName(text));
  return Array.from(text)
    .filter((character, at) => shown[at] === character)
    .join("");
};

/**
 * A few characters: a limit, a filter, a search. It is ink-text-input, as patches/ink-text-input.ts mends it; what each
 * field can do is in docs/decisions/0005. Of a text that is too wide its end is shown.
 */
export const ShortField = ({
  value,
  onChange,
  columns,
  placeholder,
  isFocused = true,
  commands = nothing,
}: ShortFieldProps) => {
  const isActive = useContext(KeysContext).isActive && isFocused;
  useKeptText((text) => onChange(value + onlyVisible(text)), isActive);
  return (
    <Box width={columns} height={1}>
      <Tint wrap="truncate-start">
        <TextInput
          value={value}
          focus={isActive}
          onChange={(next) => {
            if (value === "" && commands.includes(next)) return;
            onChange(onlyVisible(next));
          }}
        />
      </Tint>
      <Placeholder value={value} placeholder={placeholder} />
    </Box>
  );
};
