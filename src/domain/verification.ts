import { verifications, type Verification } from "./transfer.ts";

/** What proves a part, as the proof of the whole: the checksum of each part is not that of the object. */
const ofParts = (proof: Verification): Verification =>
  proof === "crc32-full-object" ? "crc32-composite" : proof;

/** The weakest proof among parts is the proof of the whole, where the store gives none for it. */
export const weakestProof = (parts: readonly { readonly proof: Verification }[]): Verification =>
  parts
    .map(({ proof }) => ofParts(proof))
    .reduce(
      (weakest, proof) =>
        verifications.indexOf(proof) > verifications.indexOf(weakest) ? proof : weakest,
      parts.length === 0 ? "none" : "crc32-composite",
    );
