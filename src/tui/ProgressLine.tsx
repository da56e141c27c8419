import stringWidth from "string-width";
import { openFiles } from "../domain/batch.ts";
import { cutEnd } from "../domain/display-name.ts";
import { lacksPassphrase } from "../domain/retry.ts";
import type { UploadQueue } from "../services/ports/upload-queue.ts";
import { batchWords } from "../words/batch.ts";
import { useQueueTotals, type QueueAsWhole } from "./hooks/use-queue-totals.ts";
import { progressBarText } from "./widgets/progress-bar-text.ts";
import { Spans } from "./widgets/Spans.tsx";
import { useTheme } from "./widgets/theme.ts";

interface Progress {
  readonly words: string;
  readonly acked: number;
  readonly sent: number;
}

const wordsOf = (totals: QueueAsWhole["totals"], trouble: QueueAsWhole["trouble"]): string => {
  const files = openFiles(totals.files);
  if (trouble === null || files === 0) return batchWords.progress(totals);
  return lacksPassphrase(trouble) ? batchWords.waitsForPassphrase(files) : batchWords.held(files);
};

/** The queue in words. */
const progressOf = ({ totals, trouble }: QueueAsWhole): Progress => {
  const { ackedBytes, sentBytes = ackedBytes } = totals;
  const whole = Math.max(1, totals.totalBytes);
  return { words: wordsOf(totals, trouble), acked: ackedBytes / whole, sent: sentBytes / whole };
};

const barColumns = 10;

export interface ProgressLineProps {
  readonly queue: UploadQueue;
  readonly columns: number;
}

/** How the queue gets on, in one line, where the queue itself is not shown. */
export const ProgressLine = ({ queue, columns }: ProgressLineProps) => {
  const { symbols } = useTheme();
  const progress = useQueueTotals<Progress | null>(queue, null, progressOf);
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
