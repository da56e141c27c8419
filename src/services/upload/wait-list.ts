/** Those who wait for something scarce, in the order in which they came. */
export interface WaitList<Facts, Grant> {
  /** What is known of each. */
  readonly waiting: readonly Facts[];
  /** Waits for a grant; rejects with the signal's reason, and leaves the list. */
  wait(facts: Facts, signal: AbortSignal): Promise<Grant>;
  /** Gives the one at `index` what it waits for. */
  grant(index: number, grant: Grant): void;
}

/** An empty list. `serve` grants what there is: it is called when somebody has come or has left. */
export const createWaitList = <Facts, Grant>(serve: () => void): WaitList<Facts, Grant> => {
  const waiting: Facts[] = [];
  const grants: ((grant: Grant) => void)[] = [];
  const remove = (index: number) => {
    waiting.splice(index, 1);
    return grants.splice(index, 1)[0];
  };
  return {
    waiting,
    wait: (facts, signal) =>
      new Promise<Grant>((resolve, reject) => {
        signal.throwIfAborted();
        let isGranted = false;
        const leave = () => {
          remove(grants.indexOf(take));
          reject(signal.reason);
          serve();
        };
        const take = (grant: Grant) => {
          isGranted = true;
          signal.removeEventListener("abort", leave);
          resolve(grant);
        };
        waiting.push(facts);
        grants.push(take);
        serve();
        // Listening costs more than all the rest here, and most need not wait.
        if (!isGranted) signal.addEventListener("abort", leave, { once: true });
      }),
    grant: (index, grant) => remove(index)?.(grant),
  };
};
