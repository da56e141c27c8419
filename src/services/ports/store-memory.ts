import type { StoreAbilities } from "../../domain/store-abilities.ts";

/** One bucket of one storage service, as abilities are remembered by it. */
export interface StorePlace {
  /** The endpoint's URL, or the region of AWS. */
  readonly endpoint: string;
  readonly bucket: string;
}

/** Remembers what storage services can do. It is an aid: what cannot be read counts as unknown, what cannot be written is learned again. */
export interface StoreMemory {
  recall(place: StorePlace): StoreAbilities | null;
  remember(place: StorePlace, abilities: StoreAbilities): void;
}

/** Remembers nothing beyond the connection that learned it. */
export const nullStoreMemory: StoreMemory = { recall: () => null, remember: () => {} };
