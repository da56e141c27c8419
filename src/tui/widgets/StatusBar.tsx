import { Box } from "ink";
import { useContext } from "react";
import stringWidth from "string-width";
import type { KeyMode } from "../keys/actions.ts";
import { fitHints, type HintOptions, hintsFor } from "../keys/hints.ts";
import { NoteContext } from "./note-context.ts";
import { Tint } from "./Tint.tsx";

export interface StatusBarProps extends HintOptions {
  readonly mode: KeyMode;
  readonly columns: number;
  /** One column in from the edge, where the lines above are. */
  readonly isInset?: boolean | undefined;
}

/** The bottom line: the keys valid now, `? help` first; or a note, after which the keys come back. */
export const StatusBar = ({ mode, columns, without, first, isInset = false }: StatusBarProps) => {
  const note = useContext(NoteContext);
  const hints = fitHints(
    hintsFor(mode, { without, first }),
    columns - (isInset ? 1 : 0),
    stringWidth,
  );
  const [help = "", ...others] = hints;
  return (
    <Box width={columns} height={1}>
      <Box flexShrink={0}>
        <Tint tone="accent">{(isInset ? " " : "") + help}</Tint>
      </Box>
      <Tint tone={note === null ? "quiet" : "plain"}>
        {note === null ? others.map((text) => `  ${text}`).join("") : `  ${note}`}
      </Tint>
    </Box>
  );
};
