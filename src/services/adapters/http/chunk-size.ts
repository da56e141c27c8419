/** What a line of unknown speed is given at once: small enough for progress and the stall watch to see it move. */
export const firstChunkBytes = 32 * 1024;

/** A line that is neither quick nor slow. */
const usualChunkBytes = 256 * 1024;

/** At 20 KiB/s every 0.8 s: a person who looks for two seconds sees it move. */
const slowChunkBytes = 16 * 1024;
/** A piece that took so long was too large for its line. */
const slowMs = 500;

/** Costs a tenth less CPU than 256 KiB; a whole part at once runs out of the cache of the processor and blocks the event loop. */
const maxChunkBytes = 1024 * 1024;

/** A piece that was taken in this time leaves progress smooth at four times its size. */
const quickMs = 20;

/**
 * A connection of node:tls keeps room for what it encrypted at one go as long as it lives: two blocks of the size of a write
 * (NodeBIO's `FreeEmpty`). 130 connections with up to 1 MiB were a third of the memory of 3,000 files of mixed sizes.
 */
const keptByTlsBytes = 6 * 1024 * 1024;
/** Below it the calls cost more than the room. One byte more would be a record of TLS more, and its room. */
const minSharedChunkBytes = 32 * 1024 - 1;

/** Less than any piece: two that wait together are encrypted together, and their room is kept. */
export const writeAheadBytes = 16 * 1024;

const bySpeed = (tookMs: number): number => {
  if (tookMs <= quickMs) return maxChunkBytes;
  return tookMs <= slowMs ? usualChunkBytes : slowChunkBytes;
};

/** The size of the next piece of a body, by how long the network took the last one, and how many connections use TLS. */
export const nextChunkBytes = (tookMs: number, tlsConnections: number): number => {
  const shareBytes = Math.floor(keptByTlsBytes / (2 * Math.max(1, tlsConnections)));
  return Math.min(bySpeed(tookMs), Math.max(minSharedChunkBytes, shareBytes));
};
