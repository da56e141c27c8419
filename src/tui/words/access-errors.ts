import type { Right } from "../../domain/errors.ts";
import { formatCount } from "../../domain/format.ts";
import { type SentenceTable, who } from "./error-sentences.ts";
import { safe } from "./safe.ts";

const rightWords: Readonly<Record<Right, string>> = {
  list: "list",
  write: "upload to",
};

/** How wrong a clock is, and in which direction; 0 stands for a service that did not tell its own time. */
export const clockOffBy = (minutes: number): string =>
  minutes === 0
    ? "wrong"
    : `${formatCount(Math.abs(minutes), "minute")} ${minutes < 0 ? "slow" : "fast"}`;

/** The key and what it may do. */
export const accessErrors: SentenceTable<
  "InvalidAccessKey" | "WrongSecret" | "AccessDenied" | "NoSuchBucket" | "WrongRegion" | "ClockSkew"
> = {
  InvalidAccessKey: () => ({
    happened: "This access key is not valid.",
    subject: "the access key",
    next: "Compare it with the one you were given. If they match, ask for a new one: this key may be disabled or expired.",
    who: who.keyGiver,
  }),
  WrongSecret: () => ({
    happened: "The secret access key does not match this access key.",
    subject: "the secret access key",
    next: "Paste the whole secret access key again (usually 40 characters), then try again.",
    who: who.you,
  }),
  AccessDenied: ({ right, bucket, key }) => ({
    happened: `This access key cannot ${rightWords[right]} the bucket.`,
    subject: key === undefined ? safe(bucket) : `${safe(bucket)}/${safe(key)}`,
    next: `Send the details to the bucket owner: this key needs the permission s3:${right === "list" ? "ListBucket" : "PutObject"}.`,
    who: who.owner,
  }),
  NoSuchBucket: ({ bucket }) => ({
    happened: "This bucket does not exist.",
    subject: safe(bucket),
    next: "Compare the name with the one you were given. If they match, ask the bucket owner whether it still exists.",
    who: who.owner,
  }),
  WrongRegion: ({ said, is }) => ({
    happened:
      is === null
        ? `The bucket is not in region ${safe(said)}.`
        : `The bucket is in region ${safe(is)}, not ${safe(said)}.`,
    subject: "the region",
    next:
      is === null
        ? "Ask which region the bucket is in, then change it in the connection."
        : `Change the connection's region to ${safe(is)}.`,
    who: who.you,
  }),
  ClockSkew: ({ minutes }) => ({
    happened: `This computer's clock is ${clockOffBy(minutes)}, so the storage service rejects its requests.`,
    subject: "this computer's clock",
    next: "Turn on automatic time (`timedatectl set-ntp true`) or set the clock, then try again.",
    who: who.you,
  }),
};
