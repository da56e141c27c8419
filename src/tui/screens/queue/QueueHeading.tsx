import type { QueueSnapshot } from "../../../services/queue/transfer-desk.ts";
import { Tint } from "../../widgets/Tint.tsx";
import { useTheme } from "../../widgets/theme.ts";
import { queueWords } from "../../words/queue.ts";

/** The whole queue in one line; when all has ended, what became of it. */
export const QueueHeading = ({ snapshot }: { readonly snapshot: QueueSnapshot | null }) => {
  const { symbols } = useTheme();
  if (!snapshot) return <Tint tone="quiet">{` ${queueWords.loading}`}</Tint>;
  if (snapshot.rowCount === 0) return <Tint> </Tint>;
  const { files } = snapshot.totals;
  const isOver = files.waiting + files.uploading + files.paused === 0;
  const parts = [
    queueWords.heading(snapshot),
    isOver ? queueWords.ended(snapshot) : queueWords.pace(snapshot),
  ];
  return <Tint isBold>{` ${parts.filter((part) => part !== "").join(` ${symbols.dot} `)}`}</Tint>;
};

/** Quiet words below the rows: a limit that holds, messages that the log server has not taken. */
export const QueueFooter = ({ snapshot }: { readonly snapshot: QueueSnapshot | null }) => {
  const { symbols } = useTheme();
  const limit = snapshot?.limitBytesPerSecond ?? null;
  const log = snapshot?.log;
  const parts = [
    limit === null ? "" : queueWords.limit(limit),
    log && log.trouble !== null && log.waiting > 0 ? queueWords.logWaiting(log.waiting) : "",
  ];
  return (
    <Tint tone="quiet">{` ${parts.filter((part) => part !== "").join(` ${symbols.dot} `)}`}</Tint>
  );
};
