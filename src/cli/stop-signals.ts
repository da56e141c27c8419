import { exitCodes } from "../domain/exit-codes.ts";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Aborts on the first signal that asks for an end, so that the state can be written; the second one leaves at
 * once, which is safe as well: what counts is on disk. Gives the function that ends the listening.
 */
export const listenForStop = (controller: AbortController): (() => void) => {
  const stop = () => {
    if (controller.signal.aborted) process.exit(exitCodes.interrupted);
    controller.abort(new Error("interrupted"));
  };
  for (const name of signals) process.on(name, stop);
  return () => {
    for (const name of signals) process.off(name, stop);
  };
};
