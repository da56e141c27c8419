import { Box } from "ink";
import { useContext, useMemo } from "react";
import stringWidth from "string-width";
import { padTo } from "../../domain/display-name.ts";
import type { KeyMode } from "../keys/actions.ts";
import { fitHints, type HintOptions, hintsFor } from "../keys/hints.ts";
import { NoteContext } from "./note-context.ts";
import { Spans, type Span } from "./Spans.tsx";
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

interface NoteProps {
  readonly lines: readonly string[];
  readonly columns: number;
  /** Lines between it and the bottom one, which stay to be seen. */
  readonly spared: number;
}

/** A note stands above the keys, over the lines that are there: they come back with the next key. */
const Note = ({ lines, columns, spared }: NoteProps) => (
  <Box
    position="absolute"
    marginTop={-lines.length - spared}
    flexDirection="column"
    width={columns}
    height={lines.length}
  >
    {lines.map((line, at) => (
      <Tint key={`${at} ${line}`} isBold>
        {padTo(line, columns, stringWidth)}
      </Tint>
    ))}
  </Box>
);

/** Key and word of a hint, which are drawn apart. */
const hintSpans = (text: string, gap: string): readonly Span[] => {
  const end = text.indexOf(" ");
  return [
    { text: gap },
    { text: text.slice(0, end), isBold: true },
    { text: text.slice(end), tone: "quiet" },
  ];
};

/** The hints as they are drawn; the same ones until something that they are made of changes. */
const useHints = (
  mode: KeyMode,
  options: HintOptions,
  room: number,
  inset: string,
): readonly Span[] => {
  const named = JSON.stringify(options);
  return useMemo(
    () =>
      fitHints(hintsFor(mode, options), room, stringWidth).flatMap((text, at) =>
        hintSpans(text, at === 0 ? inset : gap),
      ),
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- `named` stands for the options, which are others each time
    [mode, named, room, inset],
  );
};

/** The bottom line: the keys valid now, `? help` first and never cut; a note stands above it. */
export const StatusBar = ({ mode, columns, isInset = false, ...options }: StatusBarProps) => {
  const note = useContext(NoteContext);
  const inset = isInset ? " " : "";
  const spans = useHints(mode, options, columns - inset.length, inset);
  return (
    <Box width={columns} height={1}>
      <Spans spans={spans} />
      {note === null ? null : (
        <Note
          lines={wrapLines(inset + note, columns, stringWidth)}
          columns={columns}
          spared={fieldLines(mode)}
        />
      )}
    </Box>
  );
};
