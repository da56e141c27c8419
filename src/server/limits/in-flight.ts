import { addressGroup } from "./client-address.ts";

/** Bodies that are being read at the same time: each may hold 64 KiB for as long as its sender dawdles. */
export interface InFlight {
  /** False when there are too many, from this address or in all; otherwise `leave` must follow. */
  enter(address: string): boolean;
  leave(address: string): void;
}

export interface InFlightLimits {
  readonly total: number;
  readonly perAddress: number;
}

/** 128 MiB of bodies at most, and no address may keep all others out. */
export const defaultInFlightLimits: InFlightLimits = { total: 2000, perAddress: 200 };

/** Counts bodies in flight by address. */
export const createInFlight = (limits: InFlightLimits): InFlight => {
  const counts = new Map<string, number>();
  let total = 0;
  return {
    enter: (address) => {
      const group = addressGroup(address);
      const count = counts.get(group) ?? 0;
      if (total >= limits.total || count >= limits.perAddress) return false;
      counts.set(group, count + 1);
      total += 1;
      return true;
    },
    leave: (address) => {
      const group = addressGroup(address);
      const count = counts.get(group) ?? 0;
      if (count > 1) counts.set(group, count - 1);
      else counts.delete(group);
      total -= 1;
    },
  };
};
