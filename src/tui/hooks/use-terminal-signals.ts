import { useStdout } from "ink";
import { useEffect, useRef } from "react";
import type { QueueTotals } from "../../services/queue/transfer-desk.ts";
import {
  bell,
  saveTitle,
  signalChange,
  signalEnd,
  type TerminalKind,
  type TerminalState,
} from "../terminal/terminal-signals.ts";
import { filesAtWork } from "./use-queue-totals.ts";

const stateOf = (totals: QueueTotals): TerminalState => {
  const atWork = filesAtWork(totals);
  if (atWork === 0 || totals.totalBytes === 0) return { title: "s3-sftp", percent: null };
  const percent = Math.min(99, Math.floor((totals.ackedBytes / totals.totalBytes) * 100));
  return { title: `s3-sftp ${percent} %`, percent };
};

/** Title, progress and, when all is sent, the bell of the terminal. Puts everything back when it ends. */
export const useTerminalSignals = (
  totals: QueueTotals,
  isOn: boolean,
  kind: TerminalKind,
): void => {
  const { stdout } = useStdout();
  const last = useRef<TerminalState | null>(null);
  const now = stateOf(totals);
  const { title, percent } = now;

  useEffect(() => {
    if (!isOn) return undefined;
    return () => {
      const text = signalEnd(last.current, kind);
      last.current = null;
      if (text !== "") stdout.write(text);
    };
  }, [isOn, kind, stdout]);

  useEffect(() => {
    if (!isOn) return;
    const before = last.current;
    const hasEnded = before !== null && before.percent !== null && percent === null;
    const change = signalChange(before, { title, percent }, kind);
    last.current = { title, percent };
    if (change === "") return;
    stdout.write((before === null ? saveTitle : "") + change + (hasEnded ? bell : ""));
  }, [isOn, title, percent, kind, stdout]);
};
