import type { Symbols } from "./theme.ts";

/** What is shown of a progress: shares of the whole, from 0 to 1. */
export interface BarShares {
  /** Acknowledged by the storage service. */
  readonly acked: number;
  /** Acknowledged, or on its way; never shown as less than what is acknowledged. */
  readonly sent: number;
}

const bounded = (share: number): number =>
  Math.min(1, Math.max(0, Number.isNaN(share) ? 0 : share));

/**
 * A bar of whole cells in two shades: parts of a cell would change at every redraw, and cost bytes on a slow line. It
 * never looks full before it is.
 */
export const progressBarText = (
  { acked, sent }: BarShares,
  cells: number,
  { barAcked, barOnWay, barEmpty }: Symbols,
): string => {
  const ackedCells = Math.floor(bounded(acked) * cells);
  const sentCells = Math.max(ackedCells, Math.floor(bounded(sent) * cells));
  return (
    barAcked.repeat(ackedCells) +
    barOnWay.repeat(sentCells - ackedCells) +
    barEmpty.repeat(cells - sentCells)
  );
};
