import { setTimeout as sleep } from "node:timers/promises";
import { useApp } from "ink";
import { useEffect, useRef } from "react";

// Long enough for a stop signal to take effect, where it does at all.
const stopMs = 20;

/** Sets terminal modes for the shell, and for the app again once the work is done; one at a time. */
type LendTerminal = (work: () => Promise<void>) => Promise<void>;

const useLending = (): LendTerminal => {
  const { suspendTerminal } = useApp();
  const isLent = useRef(false);
  return async (work) => {
    if (isLent.current) return;
    isLent.current = true;
    const suspension = await suspendTerminal();
    await work();
    isLent.current = false;
    await suspension.resume();
  };
};

/**
 * Ctrl+Z and SIGTSTP: gives the terminal back, stops all processes of this job as the shell expects it, and
 * draws everything again after `fg`; also where another program has stopped it (SIGSTOP), and nothing was given back.
 */
export const useSuspend = (): (() => void) => {
  const lend = useLending();
  const stop = () =>
    lend(async () => {
      // Without a listener the signal does what it does to every program. The job may have parents (npm).
      process.removeListener("SIGTSTP", onStop.current);
      process.kill(0, "SIGTSTP");
      await sleep(stopMs);
      process.on("SIGTSTP", onStop.current);
    });
  // The shell may have set other modes since, and Node sets none that it takes for set: both ways are gone.
  const comeBack = () => lend(async () => undefined);
  const latest = useRef({ stop, comeBack });
  useEffect(() => {
    latest.current = { stop, comeBack };
  });
  // Both fail only when the terminal is gone, and then SIGHUP ends the app.
  const onStop = useRef(() => void latest.current.stop().catch(() => undefined));
  const onContinue = useRef(() => void latest.current.comeBack().catch(() => undefined));
  useEffect(() => {
    const [stopListener, continueListener] = [onStop.current, onContinue.current];
    process.on("SIGTSTP", stopListener);
    process.on("SIGCONT", continueListener);
    return () => {
      process.removeListener("SIGTSTP", stopListener);
      process.removeListener("SIGCONT", continueListener);
    };
  }, []);
  return () => onStop.current();
};
