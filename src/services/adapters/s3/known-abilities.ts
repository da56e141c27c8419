import {
  abilityNames,
  isAwsEndpoint,
  type StoreAbilities,
} from "../../../domain/store-abilities.ts";
import type { StoreAddress } from "../../ports/object-store.ts";
import { knownAbilities, storePlace, type StoreMemory } from "../../ports/store-memory.ts";

/** What is known of a store, bucket by bucket, in this run and from earlier ones. */
export class KnownAbilities {
  readonly #address: StoreAddress;
  readonly #memory: StoreMemory;
  readonly #known = new Map<string, StoreAbilities>();

  constructor(address: StoreAddress, memory: StoreMemory) {
    this.#address = address;
    this.#memory = memory;
  }

  get isAws(): boolean {
    return isAwsEndpoint(this.#address.endpoint);
  }

  of(bucket: string): StoreAbilities {
    const known = this.#known.get(bucket) ?? knownAbilities(this.#memory, this.#address, bucket);
    this.#known.set(bucket, known);
    return known;
  }

  /** Remembers what was seen, for the requests that follow and for later runs. */
  learn(bucket: string, seen: Partial<StoreAbilities>): void {
    const before = this.of(bucket);
    // Asked after each request: what is known already makes no object.
    const isNew = abilityNames.some(
      (name) => seen[name] !== undefined && seen[name] !== before[name],
    );
    if (!isNew) return;
    const now = { ...before, ...seen };
    this.#known.set(bucket, now);
    this.#memory.remember(storePlace(this.#address, bucket), now);
  }
}
