import { Box } from "ink";
import { useContext } from "react";
import { useMenu } from "../../hooks/use-menu.ts";
import { KeysContext } from "../../keys/keys-context.ts";
import { useKeys, type KeyHandler } from "../../keys/use-keys.ts";
import type { BatchView } from "../../../services/ports/transfer-view.ts";
import { Frame } from "../../widgets/Frame.tsx";
import type { Span } from "../../widgets/Spans.tsx";
import { useTheme, type Symbols } from "../../widgets/theme.ts";
import { batchReceiptText } from "../../../words/batch-receipt.ts";
import { batchWords } from "../../../words/batch.ts";
import { errorLine } from "../../../words/errors/error-words.ts";
import { receiptWords } from "../../../words/history.ts";
import type { ScreenProps } from "../screen-props.ts";

interface SummaryViewProps {
  readonly props: ScreenProps;
  readonly batch: BatchView;
  /** Of other batches that ended meanwhile, whose end is seen with this one. */
  readonly others: readonly BatchView[];
  readonly nowMs: number;
  readonly onClose: () => void;
}

interface Choice {
  readonly key: string;
  readonly words: string;
  readonly act: KeyHandler;
}

/** Saves one receipt for all that the batch has delivered; says where it is. */
export const saveBatchReceipt = async (
  { services, say }: Pick<ScreenProps, "services" | "say">,
  batchId: string,
): Promise<void> => {
  const receipts = await services.batchReceipts(batchId);
  if (!receipts.ok) return say(errorLine(receipts.error));
  if (receipts.value.length === 0) return say(batchWords.noReceipt);
  const name = `receipt-${receipts.value.length}-files-${batchId.slice(0, 13)}.txt`;
  const saved = await services.saveText(name, batchReceiptText(batchId, receipts.value));
  return say(saved.ok ? receiptWords.saved(saved.value) : errorLine(saved.error));
};

const endLines = (
  batch: BatchView,
  symbols: Symbols,
  nowMs: number,
): readonly (readonly Span[])[] => {
  const isWhole = batch.files.failed === 0 && batch.files.delivered > 0;
  const sign: Span = isWhole
    ? { text: ` ${symbols.state.delivered}  `, tone: "good", isBold: true }
    : { text: ` ${symbols.state.failed}  `, tone: "bad", isBold: true };
  const how = batchWords.arrivedHow(batch);
  const told = batchWords.told(batch, nowMs);
  const missing = batchWords.missing(batch);
  return [
    [sign, { text: batchWords.arrived(batch), isBold: true }],
    ...(how === null ? [] : [[{ text: `    ${how}` }]]),
    ...(missing === null
      ? []
      : [[{ text: `    ${missing}`, tone: batch.files.failed > 0 ? "bad" : "quiet" } as const]]),
    ...(told === null ? [] : [[{ text: `    ${told}`, tone: "good" } as const]]),
  ];
};

/** The end of a batch, and what to do next. Esc shows the queue. */
export const SummaryView = ({ props, batch, others, nowMs, onClose }: SummaryViewProps) => {
  const { services, navigate, size } = props;
  const { symbols } = useTheme();
  const owner = useContext(KeysContext);
  const seen = () => void services.queue.seeBatches([batch.id, ...others.map(({ id }) => id)]);
  const close = () => {
    seen();
    onClose();
  };
  const { delivered, failed } = batch.files;
  const retry: KeyHandler = () => {
    close();
    void services.queue.retry("all");
  };
  const save: KeyHandler =
    delivered === 0 ? { why: batchWords.noReceipt } : () => void saveBatchReceipt(props, batch.id);
  const more: KeyHandler = () => {
    close();
    navigate({ type: "show", screen: "browser" });
  };
  const quit: KeyHandler = () => {
    seen();
    owner.onAppAction("quit", "summary");
  };
  const choices: readonly Choice[] = [
    ...(failed > 0 ? [{ key: "r", words: batchWords.menu.retry(failed), act: retry }] : []),
    ...(delivered > 0 ? [{ key: "s", words: batchWords.menu.receipt(delivered), act: save }] : []),
    { key: "f", words: batchWords.menu.more, act: more },
    { key: "q", words: batchWords.menu.quit, act: quit },
  ];
  const { position, moves } = useMenu(choices.length, choices.length);
  useKeys("summary", {
    ...moves,
    open: choices[position.cursor]?.act ?? close,
    retry: failed > 0 ? retry : close,
    save,
    more,
    quit,
    back: close,
  });
  const lines = [
    ...endLines(batch, symbols, nowMs),
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
      <Frame title={null} columns={size.columns} lines={lines} />
    </Box>
  );
};
