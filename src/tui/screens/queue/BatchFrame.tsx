import { Box } from "ink";
import stringWidth from "string-width";
import { cutEnd } from "../../../domain/display-name.ts";
import { joinTexts, nonEmpty } from "../../../domain/non-empty.ts";
import { formatRate } from "../../../domain/format.ts";
import type { BatchView, QueueSnapshot } from "../../../services/ports/transfer-view.ts";
import { batchSign } from "../../widgets/batch-sign.ts";
import { Frame } from "../../widgets/Frame.tsx";
import { progressBarText } from "../../widgets/progress-bar-text.ts";
import { Spans, type Span } from "../../widgets/Spans.tsx";
import { Tint } from "../../widgets/Tint.tsx";
import { useTheme, type Symbols } from "../../widgets/theme.ts";
import { batchWords } from "../../../words/batch.ts";
import { queueWords } from "../../../words/queue.ts";

/** The batches of a queue, as far as they are shown above its rows. */
export interface BatchHead {
  readonly snapshot: QueueSnapshot;
  /** In full; null: none has work. */
  readonly current: BatchView | null;
  /** A line each. */
  readonly others: readonly BatchView[];
}

/** So many that have ended, or wait, are news. */
const maxOthers = 2;

const isOpen = ({ closedAtMs }: BatchView): boolean => closedAtMs === null;

/** The batch that is being sent in full, and a line for some others. */
export const toBatchHead = (snapshot: QueueSnapshot): BatchHead => {
  const { batches = [] } = snapshot;
  const open = batches.filter(isOpen);
  const current = open.find(({ files }) => files.uploading > 0) ?? open[0] ?? null;
  const others = batches.filter((batch) => batch !== current).slice(0, maxOthers);
  return { snapshot, current, others };
};

/** Lines that the head takes. */
export const headLines = ({ current, others }: BatchHead, hasFrame: boolean): number => {
  if (current === null && others.length === 0) return 1;
  if (!hasFrame) return 1;
  return (current === null ? 0 : 4) + others.length;
};

/** Speed, time left and what has ended, as far as there is room; why there is no speed, or when it is tried again. */
const paceOf = (
  batch: BatchView,
  snapshot: QueueSnapshot,
  nowMs: number,
  columns: number,
): string => {
  const { totals, nextTryInMs } = snapshot;
  const { files, rateBytesPerSecond, secondsLeft } = batch;
  const ended = batchWords.ended(batch);
  if (nextTryInMs !== undefined)
    return joinTexts([queueWords.countDown(nextTryInMs), ended], " · ");
  if (files.uploading === 0) return ended;
  if (totals.stalledForMs !== null)
    return joinTexts([queueWords.stalled(totals.stalledForMs), ended], " · ");
  if (rateBytesPerSecond === null) return joinTexts([queueWords.estimating, ended], " · ");
  const rate = formatRate(rateBytesPerSecond);
  if (secondsLeft === null) return joinTexts([rate, ended], " · ");
  const left = batchWords.timeLeft(secondsLeft);
  const finish = batchWords.finish(secondsLeft, nowMs);
  // What goes first is the hour: it follows from the time that is left.
  const forms = [[rate, `${left}, ${finish}`, ended], [rate, left, ended], [rate, left], [left]];
  const texts = forms.map((parts) => joinTexts(parts, " · "));
  return texts.find((text) => stringWidth(text) <= columns) ?? left;
};

/** Yellow for what goes on by itself. */
const toneOf = ({ nextTryInMs }: QueueSnapshot) =>
  nextTryInMs === undefined ? {} : ({ tone: "warn" } as const);

interface PaceSpanOptions {
  readonly snapshot: QueueSnapshot;
  readonly nowMs: number;
  readonly symbols: Symbols;
  readonly columns: number;
}

const paceSpan = (
  batch: BatchView,
  { snapshot, nowMs, symbols, columns }: PaceSpanOptions,
): Span => {
  const sign = snapshot.nextTryInMs === undefined ? "" : `${symbols.state.retrying} `;
  const pace = paceOf(batch, snapshot, nowMs, columns - sign.length);
  return { text: sign + pace, ...toneOf(snapshot) };
};

const barOf = (
  { ackedBytes, sentBytes, totalBytes }: BatchView,
  cells: number,
  symbols: Symbols,
) => {
  const whole = Math.max(1, totalBytes);
  return progressBarText({ acked: ackedBytes / whole, sent: sentBytes / whole }, cells, symbols);
};

const signOf = ({ files, closedAtMs }: BatchView, symbols: Symbols): Span => {
  if (closedAtMs !== null) return batchSign(files, symbols);
  const { paused, waiting } = symbols.state;
  return { text: files.paused > 0 ? paused : waiting };
};

/** What failed is the last thing to be cut. */
const otherWords = (
  batch: BatchView,
  { snapshot, nowMs }: Pick<BatchLineProps, "snapshot" | "nowMs">,
  columns: number,
): string => {
  if (batch.closedAtMs === null) return batchWords.other(batch, snapshot);
  if (batch.files.failed === 0) return batchWords.folded(batch, nowMs);
  const forms = [batchWords.summary(batch), batchWords.brief(batch)];
  return forms.find((words) => stringWidth(words) <= columns) ?? batchWords.ended(batch);
};

interface BatchLineProps {
  readonly batch: BatchView;
  readonly snapshot: QueueSnapshot;
  readonly columns: number;
  readonly nowMs: number;
}

const OtherLine = ({ batch, snapshot, columns, nowMs }: BatchLineProps) => {
  const { symbols } = useTheme();
  const room = columns - 4;
  const words = otherWords(batch, { snapshot, nowMs }, room);
  const text = cutEnd(words, room, stringWidth, symbols.ellipsis);
  return <Spans spans={[{ text: " " }, signOf(batch, symbols), { text: ` ${text}` }]} />;
};

/** In a small window: how far it is and how long it takes. */
const NarrowHead = ({ batch, snapshot, columns, nowMs }: BatchLineProps) => {
  const { symbols } = useTheme();
  const percent = batchWords.percent(batch.ackedBytes, batch.totalBytes);
  const bar = barOf(batch, 8, symbols);
  const room = columns - percent.length - 8 - 4;
  const pace = cutEnd(paceOf(batch, snapshot, nowMs, room), room, stringWidth, symbols.ellipsis);
  return (
    <Spans
      spans={[
        { text: ` ${percent} `, isBold: true },
        { text: bar, tone: "accent" },
        { text: ` ${pace}`, ...toneOf(snapshot) },
      ]}
    />
  );
};

/** The whole queue, where it does not tell of batches. */
const TotalsLine = ({
  snapshot,
  columns,
}: {
  readonly snapshot: QueueSnapshot;
  readonly columns: number;
}) => {
  const { symbols } = useTheme();
  const { files } = snapshot.totals;
  const isOver = files.waiting + files.uploading + files.paused === 0;
  const pace = isOver ? queueWords.ended(snapshot) : queueWords.pace(snapshot);
  const parts = [queueWords.count(snapshot), queueWords.share(snapshot), pace];
  const join = (some: readonly string[]) => ` ${joinTexts(some, ` ${symbols.dot} `)}`;
  const whole = join(parts);
  // In a narrow window the count goes first, then the bytes: how long it takes is what one looks for.
  const shorter = [whole, join(parts.slice(1)), join(parts.slice(2))];
  return <Tint isBold>{shorter.find((text) => stringWidth(text) <= columns) ?? whole}</Tint>;
};

export interface BatchFrameProps {
  readonly head: BatchHead;
  readonly columns: number;
  /** When the snapshot was taken. */
  readonly nowMs: number;
  /** False in a low window: one line is all there is room for. */
  readonly hasFrame: boolean;
}

/** What is being sent as a whole: its bar, its speed, its end; other batches in a line each. */
export const BatchFrame = ({ head, columns, nowMs, hasFrame }: BatchFrameProps) => {
  const { symbols } = useTheme();
  const { snapshot, current, others } = head;
  const [firstOther] = others;
  if (current === null && firstOther === undefined)
    return <TotalsLine snapshot={snapshot} columns={columns} />;
  if (!hasFrame && current)
    return <NarrowHead batch={current} snapshot={snapshot} columns={columns} nowMs={nowMs} />;
  if (!hasFrame && firstOther)
    return <OtherLine batch={firstOther} snapshot={snapshot} columns={columns} nowMs={nowMs} />;
  const lines: readonly (readonly Span[])[] =
    current === null
      ? []
      : [
          [{ text: barOf(current, Math.max(4, columns - 4), symbols), tone: "accent" }],
          [paceSpan(current, { snapshot, nowMs, symbols, columns: columns - 4 })],
        ];
  return (
    <Box flexDirection="column" flexShrink={0} width={columns}>
      {current === null ? null : (
        <Frame
          title={joinTexts(
            [batchWords.title(current, snapshot), nonEmpty(batchWords.note(current))],
            " · ",
          )}
          note={batchWords.share(current)}
          columns={columns}
          lines={lines}
        />
      )}
      {others.map((batch) => (
        <OtherLine
          key={batch.id}
          batch={batch}
          snapshot={snapshot}
          columns={columns}
          nowMs={nowMs}
        />
      ))}
    </Box>
  );
};
