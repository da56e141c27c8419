import type { Clock } from "../../services/ports/clock.ts";

/**
 * What is pasted while a screen is changing comes before the field that it is for: a page is still being looked up, the
 * app has just begun. These are the rules for it.
 *
 * - Only text is kept: what a terminal marks as a paste, or long text that came in one piece. A key never is: it would
 *   act on something that the person has not seen.
 * - It is kept only where no field takes it, and the browser, which takes paths, has no keys either.
 * - The first field that appears by itself gets it, once. The next key, which may open another field, drops it, and so
 *   do the next paste and the time: it may be a secret.
 * - As with any paste, a newline in it sends nothing: the person sees the field filled, and presses Enter.
 */
export interface KeptText {
  /** Keeps a paste that nobody takes. */
  keep(text: string): void;
  /** A key was pressed, or the app ends. */
  forget(): void;
  /** Who takes pastes from now on gets what is kept; null: takes pastes, but not what came before it. Gives its end. */
  addTaker(give: ((text: string) => void) | null): () => void;
}

/** A keychain may take some seconds to say that it is locked. */
const keptMs = 10_000;

export const createKeptText = (clock: Pick<Clock, "sleep">): KeptText => {
  let takers = 0;
  let kept: { readonly text: string; readonly over: AbortController } | null = null;
  const forget = (): void => {
    kept?.over.abort();
    kept = null;
  };
  return {
    keep: (text) => {
      forget();
      if (takers > 0) return;
      const over = new AbortController();
      kept = { text, over };
      void clock.sleep(keptMs, over.signal).then(forget, () => undefined); // rejects only when it is over
    },
    forget,
    addTaker: (give) => {
      takers += 1;
      const given = kept;
      if (give !== null && given !== null) {
        forget();
        give(given.text);
      }
      return () => {
        takers -= 1;
      };
    },
  };
};

/** Where nothing is kept: without an app around the field. */
export const noKeptText: KeptText = {
  keep: () => undefined,
  forget: () => undefined,
  addTaker: () => () => undefined,
};
