import type { PartPace } from "../../../domain/store-abilities.ts";
import {
  halve,
  overloadHoldMs,
  type ConcurrencyBounds,
  type PartConcurrencyController,
} from "./concurrency-controller.ts";

/** While climbing, speed is judged over this long: two round trips of a far line, so that 64 connections are found in 1.5 s. */
const climbingEpochMs = 100;
/** What new connections bring shows only when their first bytes have filled the buffers on the way: kernel and TLS take them at once. */
export const fillMs = 100;
/** Afterwards over this long: a wireless line swings within a second. */
const steadyEpochMs = 1_500;
/** Twice the connections are worth having for a fifth more speed: below that the line itself is the limit. */
const worthGrowingFactor = 1.2;
/** Twice the connections and nearly twice the speed: the end of the line is not in sight, so four times as many are next. */
const nearlyTwiceFactor = 1.7;
/** With the first connections as quick as this (160 Mbit/s), four times as many are next: their parts are six seconds of it. */
const wideBytesPerMs = 20_000;
/** A connection that is half as quick as those of the last upload were, or quicker, is on a line like theirs. */
const likeBeforeFactor = 1 / 2;
/** A quarter more connections stay for a twentieth more speed: less than that is noise of an epoch. */
const worthKeepingFactor = 1.05;
/** A quarter fewer stay where no more than this is lost: what is not in flight need not be sent twice. */
const asGoodFactor = 0.97;
/** Epochs in a row without growth that end the first climb: one may be a hiccup, and three are 0.3 s. */
const maxEpochsWithoutGrowth = 3;
/** A probe that brought nothing doubles the wait for the next, to this: each costs a quarter of the connections an epoch. */
const maxProbeIntervalMs = 30_000;
/** The part of its connections by which a probe changes their number. */
const probeFraction = 1 / 4;

interface PartState {
  limit: number;
  limitBefore: number;
  /** What the last change of the number of connections was for. */
  climb: "doubling" | "steady" | "more" | "fewer";
  epochBytes: number;
  epochStartMs: number | null;
  lastRate: number;
  /** Bytes a millisecond of one connection, when that was last judged. */
  rateEach: number;
  /** Of the last upload; null once it is of no use any more. */
  expected: PartPace | null;
  epochsWithoutGrowth: number;
  holdUntilMs: number;
  probeIntervalMs: number;
  triesMoreNext: boolean;
  hasAnswers: boolean;
  changedMs: number;
}

const change = (state: PartState, max: number, limit: number, climb: PartState["climb"]): void => {
  state.limitBefore = state.limit;
  state.limit = Math.min(max, Math.max(1, limit));
  state.climb = climb;
};

const rest = (state: PartState, limit: number, nowMs: number, wasWorthIt: boolean): void => {
  state.limit = Math.max(1, limit);
  state.climb = "steady";
  state.probeIntervalMs = wasWorthIt
    ? steadyEpochMs
    : Math.min(maxProbeIntervalMs, state.probeIntervalMs * 2);
  state.holdUntilMs = nowMs + state.probeIntervalMs;
};

/** True when nothing has held it up yet: with the first connections only their speed can tell. */
const isUnhindered = ({ lastRate }: PartState, rate: number): boolean =>
  lastRate > 0 ? rate >= lastRate * nearlyTwiceFactor : rate >= wideBytesPerMs;

/** As many as at the end of the last upload, on a line like that one's; 0 for no such number. */
const asBefore = ({ expected, limit }: PartState, rate: number): number => {
  if (expected === null || expected.connections <= limit) return 0;
  const isAlike = (rate / limit) * 1000 >= expected.bytesPerSecond * likeBeforeFactor;
  return isAlike ? expected.connections : 0;
};

/** Goes on growing: to where the last upload ended, or far where it is unhindered. */
const grow = (state: PartState, max: number, rate: number, nowMs: number): void => {
  const factor = isUnhindered(state, rate) ? 4 : 2;
  const next = Math.max(state.limit * factor, asBefore(state, rate));
  state.expected = null;
  state.lastRate = rate;
  state.epochsWithoutGrowth = 0;
  state.changedMs = nowMs;
  change(state, max, next, "doubling");
};

const climbOn = (state: PartState, max: number, rate: number, nowMs: number): void => {
  if (rate >= state.lastRate * worthGrowingFactor) {
    grow(state, max, rate, nowMs);
    return;
  }
  state.epochsWithoutGrowth += 1;
  if (state.epochsWithoutGrowth < maxEpochsWithoutGrowth) return;
  const wasTooMany = rate < state.lastRate * worthKeepingFactor;
  rest(state, wasTooMany ? state.limitBefore : state.limit, nowMs, true);
};

const probe = (state: PartState, max: number): void => {
  const step = Math.max(1, Math.round(state.limit * probeFraction));
  if (state.triesMoreNext) change(state, max, state.limit + step, "more");
  else change(state, max, state.limit - step, "fewer");
  state.triesMoreNext = !state.triesMoreNext;
};

const judge = (state: PartState, max: number, rate: number, nowMs: number): void => {
  state.rateEach = rate / state.limit;
  if (state.climb === "doubling") {
    climbOn(state, max, rate, nowMs);
    return;
  }
  const { lastRate, limit, limitBefore } = state;
  if (state.climb === "more") {
    // As much faster as there are more of them: the climb ended too soon.
    if (rate >= lastRate * worthGrowingFactor) {
      grow(state, max, rate, nowMs);
      return;
    }
    const isFaster = rate > lastRate * worthKeepingFactor;
    rest(state, isFaster ? limit : limitBefore, nowMs, isFaster);
  } else if (state.climb === "fewer") {
    rest(state, rate >= lastRate * asGoodFactor ? limit : limitBefore, nowMs, false);
  } else if (nowMs >= state.holdUntilMs) {
    probe(state, max);
  }
  state.lastRate = rate;
};

const startWith = (first: number): PartState => ({
  limit: first,
  limitBefore: first,
  climb: "doubling",
  epochBytes: 0,
  epochStartMs: null,
  lastRate: 0,
  rateEach: 0,
  expected: null,
  epochsWithoutGrowth: 0,
  holdUntilMs: 0,
  probeIntervalMs: steadyEpochMs,
  triesMoreNext: true,
  hasAnswers: false,
  changedMs: 0,
});

const paceOf = ({ climb, limit, limitBefore, rateEach }: PartState): PartPace | null => {
  if (rateEach === 0) return null;
  const isProbe = climb === "more" || climb === "fewer";
  return {
    connections: isProbe ? limitBefore : limit,
    bytesPerSecond: Math.round(rateEach * 1000),
  };
};

/**
 * For parts: doubles while the speed grows with it (fourfold while it grows as fast, or the first are quick; at once to where the last
 * upload ended, on a line like that one's); then holds, and now and then tries
 * a few more (kept when faster) or a few fewer (kept when as fast). docs/decisions/0014-concurrency.md has the diagram.
 */
export const createPartConcurrency = ({
  first,
  max,
}: ConcurrencyBounds): PartConcurrencyController => {
  const state = startWith(first);
  return {
    limit: () => state.limit,
    expect: (pace) => {
      if (state.climb === "doubling" && state.lastRate === 0) state.expected = pace;
    },
    pace: () => paceOf(state),
    moved: (bytes, nowMs, isSaturated) => {
      // With connections to spare the speed says nothing about their number.
      if (state.epochStartMs === null || !isSaturated) {
        state.epochStartMs = nowMs;
        state.epochBytes = 0;
      }
      // A change shows only when the new connections are in full flow.
      if (nowMs - state.changedMs < fillMs) {
        state.epochStartMs = nowMs;
        return;
      }
      state.epochBytes += bytes;
      const elapsedMs = nowMs - state.epochStartMs;
      const epochMs = state.climb === "doubling" ? climbingEpochMs : steadyEpochMs;
      if (elapsedMs < epochMs || state.epochBytes === 0) return;
      judge(state, max, state.epochBytes / elapsedMs, nowMs);
      state.epochStartMs = nowMs;
      state.epochBytes = 0;
    },
    answered: () => {
      state.hasAnswers = true;
    },
    standsWaiting: (nowMs) => {
      if (state.hasAnswers || state.climb !== "doubling" || state.limit >= max) return false;
      if (nowMs - state.changedMs < fillMs) return true;
      change(state, max, state.limit * 2, "doubling");
      state.changedMs = nowMs;
      return true;
    },
    overloaded: (nowMs) => {
      rest(state, halve(state.limit), nowMs, false);
      state.holdUntilMs = Math.max(state.holdUntilMs, nowMs + overloadHoldMs);
      state.epochStartMs = null;
      state.lastRate = 0;
      state.rateEach = 0;
      state.expected = null;
    },
  };
};
