import { Text, type TextProps } from "ink";
import { memo, type ReactNode } from "react";
import { type Tone, useTheme } from "./theme.ts";

export interface TintProps {
  readonly tone?: Tone | undefined;
  readonly isBold?: boolean | undefined;
  /** Letters in the background's colour: for the cursor in a text. */
  readonly isInverse?: boolean | undefined;
  /** On the bar that shows the focus. */
  readonly hasBar?: boolean | undefined;
  /** Absent: cut at the end of the line, so that one line stays one line. */
  readonly wrap?: TextProps["wrap"] | undefined;
  readonly children?: ReactNode;
}

/**
 * Text in the colour of a tone. One line unless `wrap` says otherwise. Remembered: a key changes two lines of a screen,
 * and the others need not be looked at.
 */
export const Tint = memo(
  ({
    tone = "plain",
    isBold = false,
    isInverse = false,
    hasBar = false,
    wrap = "truncate-end",
    children,
  }: TintProps) => {
    const { colours, boldTones, cursorColour, cursorLetters, hasFaint } = useTheme();
    const colour = colours[tone] ?? (hasBar ? cursorLetters : null);
    return (
      <Text
        bold={isBold || boldTones.has(tone)}
        inverse={isInverse || (hasBar && cursorColour === null)}
        dimColor={tone === "quiet" && hasFaint}
        wrap={wrap}
        {...(colour === null ? {} : { color: colour })}
        {...(hasBar && cursorColour !== null ? { backgroundColor: cursorColour } : {})}
      >
        {children}
      </Text>
    );
  },
);
