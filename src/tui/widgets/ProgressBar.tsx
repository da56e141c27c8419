import { progressBarText } from "./progress-bar-text.ts";
import { Tint } from "./Tint.tsx";
import { type Tone, useTheme } from "./theme.ts";

export interface ProgressBarProps {
  /** From 0 to 1, of acknowledged bytes. */
  readonly share: number;
  /** In all, with both ends; at least 3. */
  readonly columns: number;
  readonly tone?: Tone | undefined;
}

/** A bar; the percentage belongs beside it in words. */
export const ProgressBar = ({ share, columns, tone = "accent" }: ProgressBarProps) => {
  const { symbols } = useTheme();
  return <Tint tone={tone}>{progressBarText(share, Math.max(1, columns - 2), symbols)}</Tint>;
};
