import type { AppErrorCode, AppErrorOf } from "../../domain/errors.ts";

/** What a person reads about one failure. All from outside in it has passed `safe`. */
export interface ErrorSentences {
  /** What happened: one sentence. */
  readonly happened: string;
  /** To which file, key, host or field; empty when the first sentence says it all. */
  readonly subject: string;
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
  you: "You can do this here, on your computer.",
  wait: "This passes by itself as a rule: nobody has to change anything.",
  network: "Whoever looks after this computer's network can help.",
  keyGiver: "Whoever gave you the key can help.",
  owner: "Only the owner of the bucket can change this.",
  logOwner: "Whoever gave you the log server's address and token can help.",
  us: "Please report this: it is a fault of the program.",
} as const;
