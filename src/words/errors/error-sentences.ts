import type { AppErrorCode, AppErrorOf } from "../../domain/errors.ts";

/** What a person reads about one failure. All from outside in it has passed `safe`. */
export interface ErrorSentences {
  /** What happened: one sentence. */
  readonly happened: string;
  /** To which file, key, host or field; empty when the first sentence says it all. */
  readonly subject: string | null;
  /** What to do next: one or two sentences. */
  readonly next: string;
  /** Who can do it: one sentence. */
  readonly who: string;
}

/** The sentences of some codes; together the tables cover the union, so that a missing code does not compile. */
export type SentenceTable<C extends AppErrorCode> = {
  readonly [K in C]: (error: AppErrorOf<K>) => ErrorSentences;
};

/** Whom each kind of trouble is for, in the words of the screen. */
export const who = {
  you: "You can fix this yourself.",
  wait: "This usually clears up by itself.",
  network: "Your IT or network team can help.",
  keyGiver: "The person who gave you the key can help.",
  owner: "Only the bucket owner can fix this.",
  logOwner: "The person who gave you the log server address can help.",
} as const;
