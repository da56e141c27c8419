import type { Right } from "../../domain/errors.ts";
import { type SentenceTable, who } from "./error-sentences.ts";
import { safe } from "./safe.ts";

const rightWords: Readonly<Record<Right, string>> = {
  list: "list what is in",
  write: "write to",
};

/** 0 stands for a store that did not tell its own time. */
/** How wrong a clock is, and in which direction. */
export const clockOffBy = (minutes: number): string =>
  minutes === 0 ? "wrong" : `${Math.abs(minutes)} minutes ${minutes < 0 ? "slow" : "fast"}`;

/** The key and what it may do. */
export const accessErrors: SentenceTable<
  "InvalidAccessKey" | "WrongSecret" | "AccessDenied" | "NoSuchBucket" | "WrongRegion" | "ClockSkew"
> = {
  InvalidAccessKey: () => ({
    happened: "The store does not know this access key.",
    subject: "the access key",
    next: "Compare it with the one you were given, character by character. If it is the same, ask for a new one: it may have been switched off.",
    who: who.keyGiver,
  }),
  WrongSecret: () => ({
    happened: "The secret access key does not belong to this access key.",
    subject: "the secret access key",
    next: "Paste the secret again, all of it (it usually has 40 characters), then try again.",
    who: who.you,
  }),
  AccessDenied: ({ right, bucket, key }) => ({
    happened: `This key may not ${rightWords[right]} the bucket.`,
    subject: key === undefined ? safe(bucket) : `${safe(bucket)}/${safe(key)}`,
    next: `Forward the details to the owner of the bucket: the right s3:${right === "list" ? "ListBucket" : "PutObject"} is missing.`,
    who: who.owner,
  }),
  NoSuchBucket: ({ bucket }) => ({
    happened: "There is no bucket with this name.",
    subject: safe(bucket),
    next: "Compare the name with the one you were given. If it is the same, ask the owner of the bucket whether it still exists.",
    who: who.owner,
  }),
  WrongRegion: ({ said, is }) => ({
    happened:
      is === ""
        ? `The bucket is not in the region ${safe(said)}.`
        : `The bucket is in the region ${safe(is)}, not in ${safe(said)}.`,
    subject: "the region",
    next:
      is === ""
        ? "Ask which region the bucket is in, and change the region of the connection."
        : `Change the region of the connection to ${safe(is)}.`,
    who: who.you,
  }),
  ClockSkew: ({ minutes }) => ({
    happened: `This computer's clock is ${clockOffBy(minutes)}, so the store refuses its requests.`,
    subject: "the clock of this computer",
    next: "Set the clock, best by switching on network time: `timedatectl set-ntp true`. Then try again.",
    who: who.you,
  }),
};
