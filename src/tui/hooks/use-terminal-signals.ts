import { useStdout } from "ink";
import { useEffect, useRef } from "react";
import {
  bell,
  saveTitle,
  signalChange,
  signalEnd,
  type TerminalState,
} from "../terminal/terminal-signals.ts";
import type { TerminalKind } from "../terminal/terminal-kind.ts";
import type { QueueWork } from "./use-queue-work.ts";

const titleOf = (percent: number | null): string =>
  percent === null ? "s3-sftp" : `s3-sftp ${percent}%`;

/** Title, progress and, when all is sent, the bell of the terminal. Puts everything back when it ends. */
export const useTerminalSignals = (
  { percent }: QueueWork,
  isOn: boolean,
  kind: TerminalKind,
): void => {
  const { stdout } = useStdout();
  const last = useRef<TerminalState | null>(null);
  const title = titleOf(percent);

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
