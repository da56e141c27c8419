/** Tells subscribers that something changed, at most four times a second, and once after the last change. */
export interface Notifier {
  changed(): void;
  subscribe(onChange: () => void): () => void;
  stop(): void;
}

const shortestGapMs = 250;

export const createNotifier = (): Notifier => {
  const listeners = new Set<() => void>();
  let timer: NodeJS.Timeout | null = null;
  let isWanted = false;
  const tell = (): void => {
    isWanted = false;
    timer = setTimeout(() => {
      timer = null;
      if (isWanted) tell();
    }, shortestGapMs);
    // A subscriber that waits for news keeps the program running, the news does not.
    timer.unref();
    for (const listener of listeners) listener();
  };
  return {
    changed: () => {
      isWanted = true;
      if (!timer) tell();
    },
    subscribe: (onChange) => {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
    stop: () => {
      if (timer) clearTimeout(timer);
      timer = null;
      listeners.clear();
    },
  };
};
