import { Text } from "ink";
import { memo } from "react";
import { useTheme, type PieceLook } from "./theme.ts";

/** A piece of a line with a look of its own. */
export interface Span extends PieceLook {
  readonly text: string;
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
  before === now ||
  (before.length === now.length && before.every((span, at) => isSame(span, now[at])));

/**
 * One line of differently coloured pieces, cut at its end. Drawn anew only when one of them has changed, and as one text
 * that has its colours in it: a component for each piece would cost several times as much.
 */
export const Spans = memo(({ spans }: SpansProps) => {
  const { paint } = useTheme();
  return <Text wrap="truncate-end">{spans.map((span) => paint(span.text, span)).join("")}</Text>;
}, areSame);
