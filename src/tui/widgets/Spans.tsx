import { Text } from "ink";
import { memo } from "react";
import { Tint } from "./Tint.tsx";
import type { Tone } from "./theme.ts";

/** A piece of a line with a look of its own. */
export interface Span {
  readonly text: string;
  readonly tone?: Tone | undefined;
  readonly isBold?: boolean | undefined;
  /** On the bar that shows the focus. */
  readonly hasBar?: boolean | undefined;
}

export interface SpansProps {
  readonly spans: readonly Span[];
}

const isSame = (a: Span, b: Span | undefined): boolean =>
  b !== undefined &&
  a.text === b.text &&
  a.tone === b.tone &&
  a.isBold === b.isBold &&
  a.hasBar === b.hasBar;

const areSame = ({ spans: before }: SpansProps, { spans: now }: SpansProps): boolean =>
  before.length === now.length && before.every((span, at) => isSame(span, now[at]));

/** One line of differently coloured pieces, cut at its end. Drawn anew only when one of them has changed. */
export const Spans = memo(
  ({ spans }: SpansProps) => (
    <Text wrap="truncate-end">
      {spans.map(({ text, ...look }, at) => (
        <Tint key={at} {...look}>
          {text}
        </Tint>
      ))}
    </Text>
  ),
  areSame,
);
