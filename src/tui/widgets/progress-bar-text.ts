import type { Symbols } from "./theme.ts";

/** A bar of `cells` columns plus its two ends. `share` is from 0 to 1; it never looks full before it is. */
export const progressBarText = (share: number, cells: number, symbols: Symbols): string => {
  const steps = symbols.barSteps.length;
  const bounded = Math.min(1, Math.max(0, Number.isNaN(share) ? 0 : share));
  const filled = Math.floor(bounded * cells * steps);
  const whole = Math.floor(filled / steps);
  const rest = filled % steps;
  const full = symbols.barSteps[steps - 1] ?? "";
  const part = rest === 0 ? null : (symbols.barSteps[rest - 1] ?? null);
  const empty = symbols.barEmpty.repeat(cells - whole - (part === null ? 0 : 1));
  return symbols.barLeft + full.repeat(whole) + (part ?? "") + empty + symbols.barRight;
};
