import { nonEmpty } from "../../domain/non-empty.ts";
import { Box } from "ink";
import stringWidth from "string-width";
import { Tint } from "./Tint.tsx";
import type { Tone } from "./theme.ts";
import { wrapLines } from "./wrap-lines.ts";

/** A line as it is drawn: not wider than its place. */
export interface Line {
  readonly text: string;
  readonly tone?: Tone | undefined;
  readonly isBold?: boolean | undefined;
}

/** Sentences as lines that fit; each keeps its tone. */
export const toLines = (sentences: readonly Line[], columns: number): readonly Line[] =>
  sentences.flatMap((sentence) =>
    wrapLines(sentence.text, columns, stringWidth).map((text) => ({ ...sentence, text })),
  );

export interface LinesProps {
  readonly lines: readonly Line[];
  readonly columns: number;
}

/** Lines one below the other, none of them squeezed. */
export const Lines = ({ lines, columns }: LinesProps) => (
  <Box flexDirection="column" flexShrink={0} width={columns}>
    {lines.map(({ text, tone, isBold }, index) => (
      <Tint key={`${index} ${text}`} tone={tone} isBold={isBold}>
        {nonEmpty(text) ?? " "}
      </Tint>
    ))}
  </Box>
);
