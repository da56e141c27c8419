import {
  awsAbilities,
  isAwsEndpoint,
  unknownAbilities,
  type StoreAbilities,
} from "../../domain/store-abilities.ts";
import type { StoreAddress } from "./object-store.ts";

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

/** By what the abilities of a bucket are remembered. */
export const storePlace = ({ endpoint, region }: StoreAddress, bucket: string): StorePlace => ({
  endpoint: endpoint ?? region,
  bucket,
});

/** What is known of a store before it is asked anything. */
export const knownAbilities = (
  memory: StoreMemory,
  address: StoreAddress,
  bucket: string,
): StoreAbilities => {
  const remembered = memory.recall(storePlace(address, bucket)) ?? unknownAbilities;
  // Of AWS all is known but the line to it.
  return isAwsEndpoint(address.endpoint) ? { ...awsAbilities, pace: remembered.pace } : remembered;
};
