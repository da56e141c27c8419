import { Box } from "ink";
import stringWidth from "string-width";
import { useContext, useEffect } from "react";
import { useMenu } from "../../hooks/use-menu.ts";
import { KeysContext } from "../../keys/keys-context.ts";
import { useKeys, type KeyHandler } from "../../keys/use-keys.ts";
import type { BatchView } from "../../../services/ports/transfer-view.ts";
import { Frame } from "../../widgets/Frame.tsx";
import { Spans, type Span } from "../../widgets/Spans.tsx";
import { useTheme, type Symbols, type Tone } from "../../widgets/theme.ts";
import { wrapLines } from "../../widgets/wrap-lines.ts";
import { batchWords } from "../../../words/batch.ts";
import { saveBatchReceipt } from "../history/save-batch-receipt.ts";
import type { ScreenProps } from "../screen-props.ts";

interface SummaryViewProps {
  readonly props: ScreenProps;
  readonly batch: BatchView;
  /** Of other batches that ended meanwhile, whose end is seen with this one. */
  readonly others: readonly BatchView[];
  readonly nowMs: number;
  /** Asks for the value that is wrong now, such as the token of the log server. */
  readonly renew: KeyHandler;
  readonly onClose: () => void;
}

/** Sentences stand behind the sign of the first line. */
const indent = "    ";

/** A narrower or lower window has no room for a frame and long words. */
const minFrame = { columns: 60, rows: 14 };

interface Choice {
  readonly key: string;
  readonly words: string;
  readonly act: KeyHandler;
}

/** A sentence below the first one; it is not cut, because all of it matters. */
const sentence = (text: string | null, columns: number, tone: Tone): readonly Span[][] =>
  text === null
    ? []
    : wrapLines(text, columns - indent.length, stringWidth).map((line) => [
        { text: indent + line, tone },
      ]);

const endLines = (
  batch: BatchView,
  symbols: Symbols,
  nowMs: number,
  columns: number,
): readonly (readonly Span[])[] => {
  const sign: Span = { text: ` ${symbols.state.delivered}  `, tone: "good", isBold: true };
  return [
    [sign, { text: batchWords.arrived(batch), isBold: true }],
    ...sentence(batchWords.arrivedHow(batch), columns, "plain"),
    ...sentence(batchWords.missing(batch), columns, "quiet"),
    ...sentence(batchWords.told(batch, nowMs), columns, "good"),
  ];
};

/** The same key once the summary is closed. */
const after = (close: () => void, key: KeyHandler): KeyHandler =>
  typeof key === "function"
    ? () => {
        close();
        key();
      }
    : key;

/** The end of a batch, and what to do next. Esc shows the queue. */
export const SummaryView = ({ props, batch, others, nowMs, renew, onClose }: SummaryViewProps) => {
  const { services, navigate, size } = props;
  const { symbols } = useTheme();
  const owner = useContext(KeysContext);
  const ids = [batch.id, ...others.map(({ id }) => id)].join(" ");
  // Whatever it is left for: it was on the screen.
  useEffect(() => () => void services.queue.seeBatches(ids.split(" ")), [services, ids]);
  const { delivered } = batch.files;
  const save: KeyHandler = () => void saveBatchReceipt(props, batch.id, "txt");
  const more: KeyHandler = () => {
    onClose();
    navigate({ type: "show", screen: "browser" });
  };
  const quit: KeyHandler = () => owner.onAppAction("quit", "summary");
  const choices: readonly Choice[] = [
    {
      key: "s",
      words:
        size.columns < minFrame.columns
          ? batchWords.menu.shortReceipt
          : batchWords.menu.receipt(delivered),
      act: save,
    },
    { key: "f", words: batchWords.menu.more, act: more },
    { key: "q", words: batchWords.menu.quit, act: quit },
  ];
  const { position, moves } = useMenu(choices.length, choices.length);
  useKeys("summary", {
    ...moves,
    open: choices[position.cursor]?.act ?? onClose,
    save,
    renew: after(onClose, renew),
    more,
    back: onClose,
  });
  const lines = [
    ...endLines(batch, symbols, nowMs, size.columns - 4),
    ...choices.map(({ key, words }, at): readonly Span[] => [
      {
        text: `   ${at === position.cursor ? symbols.focus : " "} ${key}  ${words}`,
        tone: at === position.cursor ? "accent" : "plain",
        isBold: at === position.cursor,
      },
    ]),
    ...others.map((each): readonly Span[] => [
      { text: `    ${batchWords.folded(each, nowMs)}`, tone: "quiet" },
    ]),
  ];
  return (
    <Box flexDirection="column" width={size.columns}>
      {size.rows < minFrame.rows ? (
        lines.map((line, at) => <Spans key={at} spans={line} />)
      ) : (
        <Frame title={null} columns={size.columns} lines={lines} />
      )}
    </Box>
  );
};
