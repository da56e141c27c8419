import { Box } from "ink";
import stringWidth from "string-width";
import { framed, frameLine, frameTop } from "./frame-edge.ts";
import { type Span, Spans } from "./Spans.tsx";
import { type Tone, useTheme } from "./theme.ts";

export interface FrameProps {
  /** In the top edge; null for none. Safe to draw. */
  readonly title: string | null;
  readonly titleTone?: Tone | undefined;
  /** At the right end of the top edge; left out where there is no room. */
  readonly note?: string | null | undefined;
  readonly columns: number;
  /** Each is one line of pieces, cut where the frame ends. */
  readonly lines: readonly (readonly Span[])[];
}

/** A frame of `lines.length + 2` lines, with a title in its top edge. */
export const Frame = ({ title, titleTone, note, columns, lines }: FrameProps) => {
  const { symbols } = useTheme();
  const top =
    title === null
      ? frameLine("top", columns, symbols)
      : frameTop({ title, titleTone, note, columns, width: stringWidth, symbols });
  return (
    <Box flexDirection="column" flexShrink={0} width={columns} height={lines.length + 2}>
      <Spans spans={top} />
      {lines.map((line, at) => (
        <Spans key={at} spans={framed(line, columns, stringWidth, symbols)} />
      ))}
      <Spans spans={frameLine("bottom", columns, symbols)} />
    </Box>
  );
};
