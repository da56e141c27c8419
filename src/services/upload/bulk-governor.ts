import {
  halve,
  holdMs,
  type ConnectionGovernor,
  type GovernorBounds,
} from "./connection-governor.ts";

const climbingEpochMs = 100;
/** What new connections bring shows only when their first bytes have filled the buffers on the way. */
export const fillMs = 100;
const steadyEpochMs = 1_500;
const worthGrowing = 1.2;
/** Twice the connections and nearly twice the speed: the end of the line is not in sight. */
const nearlyTwice = 1.7;
const worthKeeping = 1.05;
const asGood = 0.97;
/** Epochs in a row without growth that end the first climb. */
const patience = 3;
const longestProbeMs = 30_000;

interface BulkState {
  limit: number;
  limitBefore: number;
  /** What the last change of the number of connections was for. */
  climb: "doubling" | "steady" | "more" | "fewer";
  epochBytes: number;
  epochStartMs: number | null;
  lastRate: number;
  epochsWithoutGrowth: number;
  holdUntilMs: number;
  probeEveryMs: number;
  triesMoreNext: boolean;
  hasAnswers: boolean;
  changedMs: number;
}

const change = (state: BulkState, most: number, limit: number, climb: BulkState["climb"]): void => {
  state.limitBefore = state.limit;
  state.limit = Math.min(most, Math.max(1, limit));
  state.climb = climb;
};

const rest = (state: BulkState, limit: number, nowMs: number, wasWorthIt: boolean): void => {
  state.limit = Math.max(1, limit);
  state.climb = "steady";
  state.probeEveryMs = wasWorthIt
    ? steadyEpochMs
    : Math.min(longestProbeMs, state.probeEveryMs * 2);
  state.holdUntilMs = nowMs + state.probeEveryMs;
};

/** Goes on growing: far when nothing has held it up yet. */
const grow = (state: BulkState, most: number, rate: number, nowMs: number): void => {
  const isFree = state.lastRate > 0 && rate >= state.lastRate * nearlyTwice;
  state.lastRate = rate;
  state.epochsWithoutGrowth = 0;
  state.changedMs = nowMs;
  change(state, most, state.limit * (isFree ? 4 : 2), "doubling");
};

const climbOn = (state: BulkState, most: number, rate: number, nowMs: number): void => {
  if (rate >= state.lastRate * worthGrowing) {
    grow(state, most, rate, nowMs);
    return;
  }
  state.epochsWithoutGrowth += 1;
  if (state.epochsWithoutGrowth < patience) return;
  const wasTooMany = rate < state.lastRate * worthKeeping;
  rest(state, wasTooMany ? state.limitBefore : state.limit, nowMs, true);
};

const probe = (state: BulkState, most: number): void => {
  const step = Math.max(1, Math.round(state.limit / 4));
  if (state.triesMoreNext) change(state, most, state.limit + step, "more");
  else change(state, most, state.limit - step, "fewer");
  state.triesMoreNext = !state.triesMoreNext;
};

const judge = (state: BulkState, most: number, rate: number, nowMs: number): void => {
  if (state.climb === "doubling") {
    climbOn(state, most, rate, nowMs);
    return;
  }
  const { lastRate, limit, limitBefore } = state;
  if (state.climb === "more") {
    // As much faster as there are more of them: the climb ended too soon.
    if (rate >= lastRate * worthGrowing) {
      grow(state, most, rate, nowMs);
      return;
    }
    const isFaster = rate > lastRate * worthKeeping;
    rest(state, isFaster ? limit : limitBefore, nowMs, isFaster);
  } else if (state.climb === "fewer") {
    rest(state, rate >= lastRate * asGood ? limit : limitBefore, nowMs, false);
  } else if (nowMs >= state.holdUntilMs) {
    probe(state, most);
  }
  state.lastRate = rate;
};

/**
 * For parts: doubles while the speed grows with it (fourfold while it grows as fast); then holds, and now and then tries a few more (kept when
 * faster) or a few fewer (kept when as fast: what is not in flight need not be sent twice).
 */
export const createBulkGovernor = ({ first, most }: GovernorBounds): ConnectionGovernor => {
  const state: BulkState = {
    limit: first,
    limitBefore: first,
    climb: "doubling",
    epochBytes: 0,
    epochStartMs: null,
    lastRate: 0,
    epochsWithoutGrowth: 0,
    holdUntilMs: 0,
    probeEveryMs: steadyEpochMs,
    triesMoreNext: true,
    hasAnswers: false,
    changedMs: 0,
  };
  return {
    limit: () => state.limit,
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
      judge(state, most, state.epochBytes / elapsedMs, nowMs);
      state.epochStartMs = nowMs;
      state.epochBytes = 0;
    },
    answered: () => {
      state.hasAnswers = true;
    },
    standsWaiting: (nowMs) => {
      if (state.hasAnswers || state.climb !== "doubling" || state.limit >= most) return false;
      if (nowMs - state.changedMs < fillMs) return true;
      change(state, most, state.limit * 2, "doubling");
      state.changedMs = nowMs;
      return true;
    },
    overloaded: (nowMs) => {
      rest(state, halve(state.limit), nowMs, false);
      state.holdUntilMs = Math.max(state.holdUntilMs, nowMs + holdMs);
      state.epochStartMs = null;
      state.lastRate = 0;
    },
  };
};
