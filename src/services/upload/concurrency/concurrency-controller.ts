import type { PartPace } from "../../../domain/store-abilities.ts";

/** Decides how many connections of one kind are worth having, from what they bring. */
export interface ConcurrencyController {
  /** Whole connections allowed now; at least 1. */
  limit(): number;
  /** Bytes that got through: of running requests, and of answered ones what was not counted yet. */
  moved(bytes: number, nowMs: number, isSaturated: boolean): void;
  /** A request was answered after `tookMs`. */
  answered(tookMs: number, nowMs: number, isSaturated: boolean): void;
  /** The store asked for less, or did not answer. */
  overloaded(nowMs: number): void;
  /**
   * Most connections have handed their bodies over and wait, and no answer has come yet: nothing says that the line
   * is full. False when the controller does not want to hear that any more.
   */
  standsWaiting(nowMs: number): boolean;
}

/** For parts, whose connections are remembered from one upload to the next. */
export interface PartConcurrencyController extends ConcurrencyController {
  /** What the last upload ended with: once the first look is as quick, its connections are next. Only before that look. */
  expect(pace: PartPace): void;
  /** What the next upload may expect; null while nothing has been judged. */
  pace(): PartPace | null;
}

/** Numbers of connections: to begin with, and never exceeded. */
export interface ConcurrencyBounds {
  readonly first: number;
  readonly max: number;
}

/** After the store asked for less, nothing grows for so long. Chosen, not measured: as long as two repeats of a request. */
export const overloadHoldMs = 5_000;

/** Half as many connections, and never none: as TCP does after a loss (RFC 5681 3.1). */
export const halve = (limit: number): number => Math.max(1, Math.floor(limit / 2));
