import { nextSlotRequest } from "../../domain/queue-order.ts";
import type { Clock } from "../ports/clock.ts";
import { createBulkGovernor } from "./bulk-governor.ts";
import { createSmallGovernor, type ConnectionGovernor } from "./connection-governor.ts";

export type SlotKind = "small" | "bulk";

/** The right to have one request under way. */
export interface Slot {
  /** Bytes of this request that the network has taken so far. */
  sent(sentBytes: number): void;
  /** Gives the slot back. */
  release(end: {
    readonly outcome: "answered" | "overloaded" | "other";
    readonly bytes: number;
  }): void;
}

/** Shares a measured number of connections among transfers. */
export interface ConnectionSlots {
  acquire(params: {
    readonly transferId: string;
    readonly kind: SlotKind;
    readonly signal: AbortSignal;
  }): Promise<Slot>;
  /** How many transfers of a kind can be kept busy. */
  limit(kind: SlotKind): number;
}

export interface SlotBounds {
  readonly small: { readonly first: number; readonly most: number };
  readonly bulk: { readonly first: number; readonly most: number };
}

export const defaultSlotBounds: SlotBounds = {
  small: { first: 8, most: 128 },
  bulk: { first: 4, most: 64 },
};

/**
 * The beginning of a body only fills buffers on this machine: counted at once it would look like speed on a
 * line that has none. It counts when the answer is there.
 */
const bufferedBytes = 256 * 1024;

interface Waiter {
  readonly transferId: string;
  readonly kind: SlotKind;
  readonly grant: (slot: Slot) => void;
}

interface SlotState {
  readonly clock: Clock;
  readonly governors: Readonly<Record<SlotKind, ConnectionGovernor>>;
  readonly busy: Record<SlotKind, number>;
  /** Slots in use by transfer. */
  readonly held: Map<string, number>;
  readonly waiters: Waiter[];
}

const hold = (state: SlotState, { transferId, kind }: Waiter, change: 1 | -1): void => {
  const count = (state.held.get(transferId) ?? 0) + change;
  if (count > 0) state.held.set(transferId, count);
  else state.held.delete(transferId);
  state.busy[kind] += change;
};

const toSlot = (state: SlotState, waiter: Waiter): Slot => {
  const { clock } = state;
  const { kind } = waiter;
  const governor = state.governors[kind];
  const startedMs = clock.monotonicMs();
  let counted = 0;
  let isHeld = true;
  const isSaturated = () => state.busy[kind] >= governor.limit();
  const count = (bytes: number): void => {
    if (bytes <= counted) return;
    governor.moved(bytes - counted, clock.monotonicMs(), isSaturated());
    counted = bytes;
  };
  return {
    sent: (sentBytes) => {
      const limitBefore = governor.limit();
      count(sentBytes - bufferedBytes);
      if (governor.limit() > limitBefore) grantAll(state);
    },
    release: ({ outcome, bytes }) => {
      if (!isHeld) return;
      isHeld = false;
      const nowMs = clock.monotonicMs();
      if (outcome === "answered") {
        count(bytes);
        governor.answered(nowMs - startedMs, nowMs, isSaturated());
      } else if (outcome === "overloaded") governor.overloaded(nowMs);
      hold(state, waiter, -1);
      grantAll(state);
    },
  };
};

const grantAll = (state: SlotState): void => {
  const { governors, waiters, busy, held } = state;
  while (waiters.length > 0) {
    const limits = { small: governors.small.limit(), bulk: governors.bulk.limit() };
    const requests = waiters.map(({ kind, transferId }) => ({
      isBulk: kind === "bulk",
      held: held.get(transferId) ?? 0,
    }));
    const index = nextSlotRequest(requests, busy, limits);
    const waiter = waiters[index];
    if (!waiter) return;
    waiters.splice(index, 1);
    hold(state, waiter, 1);
    waiter.grant(toSlot(state, waiter));
  }
};

const removeFrom = <T>(list: T[], item: T): void => {
  const index = list.indexOf(item);
  if (index >= 0) list.splice(index, 1);
};

/** Slots whose number follows `bounds` and what the connections bring. */
export const createConnectionSlots = (clock: Clock, bounds: SlotBounds): ConnectionSlots => {
  const state: SlotState = {
    clock,
    governors: {
      small: createSmallGovernor(bounds.small),
      bulk: createBulkGovernor(bounds.bulk),
    },
    busy: { small: 0, bulk: 0 },
    held: new Map(),
    waiters: [],
  };
  return {
    limit: (kind) => state.governors[kind].limit(),
    acquire: ({ transferId, kind, signal }) =>
      new Promise<Slot>((resolve, reject) => {
        signal.throwIfAborted();
        const leave = () => {
          removeFrom(state.waiters, waiter);
          reject(signal.reason);
        };
        const grant = (slot: Slot) => {
          signal.removeEventListener("abort", leave);
          resolve(slot);
        };
        const waiter: Waiter = { transferId, kind, grant };
        signal.addEventListener("abort", leave, { once: true });
        state.waiters.push(waiter);
        grantAll(state);
      }),
  };
};
