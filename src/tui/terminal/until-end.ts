import { onResult } from "./endings.ts";

// A terminal that went away (SIGHUP) makes each write fail; the signal is what ends the app.
const ignore = () => undefined;

/**
 * Runs until the app ends by itself, or a signal or a crash ends it; then gives the terminal back, once. Gives the exit
 * code; a crash rejects with its error, for the caller to report.
 */
export const untilEnd = async (own: Promise<number>, giveBack: () => void): Promise<number> => {
  const ended = Promise.withResolvers<number>();
  process.stdout.on("error", ignore);
  // For good: a read may fail after the app has left the keyboard to others.
  process.stdin.on("error", ignore);
  const stopListening = onResult({
    leave: ended.resolve,
    crash: (error) => {
      giveBack();
      ended.reject(error);
    },
  });
  try {
    return await Promise.race([own, ended.promise]);
  } finally {
    giveBack();
    stopListening();
    process.stdout.off("error", ignore);
  }
};
