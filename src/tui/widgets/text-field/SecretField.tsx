import { Box } from "ink";
import stringWidth from "string-width";
import { cleanToken } from "../../../domain/connection.ts";
import { formatCount } from "../../../domain/format.ts";
import { Tint } from "../Tint.tsx";
import { useTheme } from "../theme.ts";
import { masked } from "./masked.ts";
import { Placeholder } from "./Placeholder.tsx";
import type { TextFieldProps } from "./TextField.tsx";
import { textWindow } from "./text-window.ts";
import { useTextField } from "./use-text-field.ts";

export interface SecretFieldProps extends TextFieldProps {
  /** True: the last four characters of a long secret are shown. False for a passphrase. */
  readonly showsEnd: boolean;
}

const nothing: readonly string[] = [];

/** A text field that shows how long the secret is, and never the secret. */
export const SecretField = ({
  value,
  onChange,
  columns,
  placeholder,
  isFocused = true,
  clean = cleanToken,
  onPaste,
  commands = nothing,
  showsEnd,
}: SecretFieldProps) => {
  const { symbols } = useTheme();
  const state = useTextField({ value, onChange, isFocused, clean, onPaste, commands });
  const length = value === "" ? "" : formatCount(state.graphemes.length, "character");
  const { before, at, after } = textWindow(
    { graphemes: masked(state.graphemes, symbols.mask, showsEnd), cursor: state.cursor },
    Math.max(4, columns - length.length - 1),
    stringWidth,
  );
  return (
    <Box width={columns} height={1} justifyContent="space-between">
      <Box>
        <Tint>{before}</Tint>
        <Tint isInverse={isFocused}>{at}</Tint>
        <Tint>{after}</Tint>
        <Placeholder value={value} placeholder={placeholder} />
      </Box>
      <Tint tone="quiet">{length}</Tint>
    </Box>
  );
};
