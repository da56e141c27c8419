/** Cuts one block of memory into spans of any size. */
export interface MemorySpans {
  /** Where the first free span of `sizeBytes` begins, which is no other's now; null where no room is as long. */
  take(sizeBytes: number): number | null;
  /** Gives back a span that was taken. */
  giveBack(offset: number, sizeBytes: number): void;
}

interface Span {
  readonly offset: number;
  readonly sizeBytes: number;
}

const endOf = ({ offset, sizeBytes }: Span): number => offset + sizeBytes;

const join = (one: Span, other: Span): Span => ({
  offset: one.offset,
  sizeBytes: one.sizeBytes + other.sizeBytes,
});

/**
 * A block of `blockBytes`, all of it free. The lowest room is taken first, so that the rest of the block stays untouched
 * while little is needed; what comes back is one with the free room beside it.
 */
export const createMemorySpans = (blockBytes: number): MemorySpans => {
  /** By offset; no two touch. */
  const free: Span[] = [{ offset: 0, sizeBytes: blockBytes }];

  return {
    take: (sizeBytes) => {
      const index = free.findIndex((room) => room.sizeBytes >= sizeBytes);
      const room = free[index];
      if (room === undefined) return null;
      const { offset } = room;
      const rest = { offset: offset + sizeBytes, sizeBytes: room.sizeBytes - sizeBytes };
      if (rest.sizeBytes > 0) free[index] = rest;
      else free.splice(index, 1);
      return offset;
    },
    giveBack: (offset, sizeBytes) => {
      const found = free.findIndex((room) => room.offset > offset);
      const index = found < 0 ? free.length : found;
      const before = free[index - 1];
      const after = free[index];
      let room: Span = { offset, sizeBytes };
      const isBehind = before !== undefined && endOf(before) === offset;
      const isBefore = after !== undefined && endOf(room) === after.offset;
      if (isBehind) room = join(before, room);
      if (isBefore) room = join(room, after);
      free.splice(isBehind ? index - 1 : index, Number(isBehind) + Number(isBefore), room);
    },
  };
};
