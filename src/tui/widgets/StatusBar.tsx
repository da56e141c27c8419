import { Box } from "ink";
import { useContext } from "react";
import stringWidth from "string-width";
import { padTo } from "../../domain/display-name.ts";
import type { KeyMode } from "../keys/actions.ts";
import { fitHints, type HintOptions, hintsFor } from "../keys/hints.ts";
import { NoteContext } from "./note-context.ts";
import { Tint } from "./Tint.tsx";
import { wrapLines } from "./wrap-lines.ts";

export interface StatusBarProps extends HintOptions {
  readonly mode: KeyMode;
  readonly columns: number;
  /** One column in from the edge, where the lines above are. */
  readonly isInset?: boolean | undefined;
}

const gap = "  ";

/** Where a text is typed, its field is on the line above: a note about it must not hide it. */
const fieldLines = (mode: KeyMode): number => (mode.endsWith("Text") ? 1 : 0);

interface LongNoteProps {
  readonly lines: readonly string[];
  readonly columns: number;
  /** Lines between it and the bottom one, which stay to be seen. */
  readonly spared: number;
}

/** A note that is wider than its place beside `? help`, over the lines above: they come back with the next key. */
const LongNote = ({ lines, columns, spared }: LongNoteProps) => (
  <Box
    position="absolute"
    marginTop={-lines.length - spared}
    flexDirection="column"
    width={columns}
    height={lines.length}
  >
    {lines.map((line, at) => (
      <Tint key={`${at} ${line}`}>{padTo(line, columns, stringWidth)}</Tint>
    ))}
  </Box>
);

/** The bottom line: the keys valid now, `? help` first; or a note, after which the keys come back. */
export const StatusBar = ({ mode, columns, without, first, isInset = false }: StatusBarProps) => {
  const note = useContext(NoteContext);
  const inset = isInset ? " " : "";
  const room = columns - inset.length;
  const [help = "", ...others] = fitHints(hintsFor(mode, { without, first }), room, stringWidth);
  const hasPlace = note !== null && stringWidth(`${help}${gap}${note}`) <= room;
  return (
    <Box width={columns} height={1}>
      <Box flexShrink={0}>
        <Tint tone="accent">{inset + help}</Tint>
      </Box>
      <Tint tone={hasPlace ? "plain" : "quiet"}>
        {hasPlace ? gap + note : others.map((text) => gap + text).join("")}
      </Tint>
      {note === null || hasPlace ? null : (
        <LongNote
          lines={wrapLines(inset + note, columns, stringWidth)}
          columns={columns}
          spared={fieldLines(mode)}
        />
      )}
    </Box>
  );
};
