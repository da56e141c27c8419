import { networkOf } from "./address-groups.ts";

/** A body that is being read. */
export interface UnfinishedBody {
  /** Counts bytes that are held of it from now on. May drop bodies, this one too. */
  hold(bytes: number): void;
  /** It is there, or its sender is gone: nothing of it counts any more. */
  leave(): void;
}

/** Bodies that are being read at the same time: each may hold 64 KiB for as long as its sender dawdles. */
export interface InFlight {
  /** Counts a body. `drop` is called at most once, when another one needs its place. */
  enter(address: string, drop: () => void): UnfinishedBody;
}

export interface InFlightLimits {
  readonly totalBytes: number;
  /** Of one network. */
  readonly networkBytes: number;
}

/** What 200 bodies of full length hold; ten networks may do so. */
export const defaultInFlightLimits: InFlightLimits = {
  totalBytes: 128 * 1024 ** 2,
  networkBytes: 12.5 * 1024 ** 2,
};

/** What a body costs before its first byte: request, response, timers. Measured as 4 to 6 KiB. */
export const bodyOverheadBytes = 4096;

interface Held {
  readonly network: string;
  readonly drop: () => void;
  bytes: number;
}

/**
 * Counts the bytes held of unfinished bodies, in all and by network. Beyond a limit the one that is unfinished for
 * longest goes: who sends at a usual pace is done long before it is the oldest. A new one is never refused.
 */
export const createInFlight = (limits: InFlightLimits): InFlight => {
  /** In the order of their beginning, as a Set keeps it. */
  const all = new Set<Held>();
  const byNetwork = new Map<string, { bytes: number; readonly bodies: Set<Held> }>();
  let totalBytes = 0;

  const leave = (held: Held): void => {
    if (!all.delete(held)) return;
    totalBytes -= held.bytes;
    const network = byNetwork.get(held.network);
    if (network === undefined) return;
    network.bytes -= held.bytes;
    network.bodies.delete(held);
    if (network.bodies.size === 0) byNetwork.delete(held.network);
  };
  const dropOldest = (bodies: ReadonlySet<Held>): void => {
    const [oldest] = bodies;
    if (oldest === undefined) return;
    leave(oldest);
    oldest.drop();
  };
  const hold = (held: Held, bytes: number): void => {
    const network = byNetwork.get(held.network);
    if (!all.has(held) || network === undefined) return;
    held.bytes += bytes;
    network.bytes += bytes;
    totalBytes += bytes;
    while (network.bytes > limits.networkBytes) dropOldest(network.bodies);
    while (totalBytes > limits.totalBytes) dropOldest(all);
  };
  return {
    enter: (address, drop) => {
      const held: Held = { network: networkOf(address), drop, bytes: 0 };
      const network = byNetwork.get(held.network) ?? { bytes: 0, bodies: new Set() };
      byNetwork.set(held.network, network);
      network.bodies.add(held);
      all.add(held);
      hold(held, bodyOverheadBytes);
      return { hold: (bytes) => hold(held, bytes), leave: () => leave(held) };
    },
  };
};
