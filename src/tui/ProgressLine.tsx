import { useEffect, useState } from "react";
import stringWidth from "string-width";
import { cutEnd } from "../domain/display-name.ts";
import type { UploadQueue } from "../services/ports/upload-queue.ts";
import { batchWords } from "../words/batch.ts";
import { progressBarText } from "./widgets/progress-bar-text.ts";
import { Spans } from "./widgets/Spans.tsx";
import { useTheme } from "./widgets/theme.ts";

interface Progress {
  readonly words: string;
  readonly acked: number;
  readonly sent: number;
}

/** The queue in words, followed as it changes; null until it answers. */
const useProgress = (queue: UploadQueue): Progress | null => {
  const [progress, setProgress] = useState<Progress | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const poll = async () => {
      const { totals } = await queue.snapshot({ from: 0, count: 0 });
      const { ackedBytes, sentBytes = ackedBytes } = totals;
      const whole = Math.max(1, totals.totalBytes);
      const words = batchWords.progress(totals);
      if (isCurrent) setProgress({ words, acked: ackedBytes / whole, sent: sentBytes / whole });
    };
    // Whoever shows the queue itself says what is wrong with it.
    const read = () => void poll().catch(() => undefined);
    const end = queue.subscribe(read);
    read();
    return () => {
      isCurrent = false;
      end();
    };
  }, [queue]);
  return progress;
};

const barColumns = 10;

export interface ProgressLineProps {
  readonly queue: UploadQueue;
  readonly columns: number;
}

/** How the queue gets on, in one line, where the queue itself is not shown. */
export const ProgressLine = ({ queue, columns }: ProgressLineProps) => {
  const { symbols } = useTheme();
  const progress = useProgress(queue);
  if (progress === null) return <Spans spans={[{ text: " " }]} />;
  const room = columns - barColumns - 3;
  return (
    <Spans
      spans={[
        { text: ` ${progressBarText(progress, barColumns, symbols)}`, tone: "accent" },
        { text: ` ${cutEnd(progress.words, room, stringWidth, symbols.ellipsis)}`, tone: "quiet" },
      ]}
    />
  );
};
