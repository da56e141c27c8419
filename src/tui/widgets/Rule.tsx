import { Tint } from "./Tint.tsx";
import { useTheme } from "./theme.ts";

/** A line across the screen. */
export const Rule = ({ columns }: { readonly columns: number }) => {
  const { symbols } = useTheme();
  return <Tint tone="quiet">{symbols.rule.repeat(Math.max(0, columns))}</Tint>;
};
