import { setTimeout as sleep } from "node:timers/promises";
import { useApp } from "ink";
import { useEffect, useRef } from "react";

// Long enough for a stop signal to take effect, where it does at all.
const stopMs = 20;

/**
 * Ctrl+Z and SIGTSTP: gives the terminal back, stops all processes of this job as the shell expects it, and
 * draws everything again after `fg`.
 */
export const useSuspend = (): (() => void) => {
  const { suspendTerminal } = useApp();
  const isStopping = useRef(false);
  const stop = async () => {
    if (isStopping.current) return;
    isStopping.current = true;
    const suspension = await suspendTerminal();
    // Without a listener the signal does what it does to every program. The job may have parents (npm).
    process.removeListener("SIGTSTP", onSignal.current);
    process.kill(0, "SIGTSTP");
    await sleep(stopMs);
    process.on("SIGTSTP", onSignal.current);
    isStopping.current = false;
    await suspension.resume();
  };
  const latest = useRef(stop);
  useEffect(() => {
    latest.current = stop;
  });
  // Stopping fails only when the terminal is gone, and then SIGHUP ends the app.
  const onSignal = useRef(() => void latest.current().catch(() => undefined));
  useEffect(() => {
    const listener = onSignal.current;
    process.on("SIGTSTP", listener);
    return () => {
      process.removeListener("SIGTSTP", listener);
    };
  }, []);
  return () => onSignal.current();
};
