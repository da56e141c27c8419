import { hash, randomBytes, timingSafeEqual } from "node:crypto";
import type { KnownToken } from "../ports.ts";
import { hashToken, type TokenEntry } from "./token-file.ts";

/** Tells whose a token is. */
export interface TokenIndex {
  /** The token's entry, or null for an unknown one; equally fast for 1 and for 10,000 entries. */
  find(token: string): KnownToken | null;
  readonly size: number;
}

/** What a token is found by, and what is said of it then. */
type IndexedToken = Pick<TokenEntry, "name" | "formerName" | "sha256">;

const toSlot = ({ name, formerName, sha256 }: IndexedToken) => ({
  sha256,
  known: { name, formerName, key: sha256.toString("hex") },
});

/**
 * A book over `entries`. A token is found by a keyed hash of its hash, under a key that lives as long as the book, so the
 * time of the look-up depends on nothing that a stranger could compute; the hit is then compared in constant time.
 */
export const createTokenIndex = (entries: readonly IndexedToken[]): TokenIndex => {
  const key = randomBytes(32);
  // All inputs have one length, so a plain hash behind the key is as good as an HMAC, at a tenth of its cost.
  const slotOf = (sha256: Buffer) => hash("sha256", Buffer.concat([key, sha256]), "base64");
  const nobody = toSlot({ name: "", formerName: "", sha256: randomBytes(32) });
  const bySlot = new Map(entries.map((entry) => [slotOf(entry.sha256), toSlot(entry)]));
  return {
    size: entries.length,
    find: (token) => {
      const sha256 = hashToken(token);
      const slot = bySlot.get(slotOf(sha256)) ?? nobody;
      return timingSafeEqual(slot.sha256, sha256) ? slot.known : null;
    },
  };
};
