import stringWidth from "string-width";
import type { Receipt } from "../../../domain/receipt.ts";
import { useClipboard } from "../../hooks/use-clipboard.ts";
import { useScroll } from "../../hooks/use-scroll.ts";
import { useKeys, type KeyHandlers } from "../../keys/use-keys.ts";
import type { Line } from "../../widgets/Lines.tsx";
import { Notice } from "../../widgets/Notice.tsx";
import { ScrolledLines } from "../../widgets/ScrolledLines.tsx";
import { Tint } from "../../widgets/Tint.tsx";
import { wrapLines } from "../../widgets/wrap-lines.ts";
import { errorWords } from "../../../words/errors/error-words.ts";
import { receiptWords } from "../../../words/history.ts";
import { receiptEvent, receiptRows, receiptText } from "../../../words/receipt.ts";
import type { ScreenProps } from "../screen-props.ts";
import { useReceipt } from "./use-receipt.ts";

interface ReceiptViewProps {
  readonly props: ScreenProps;
  readonly receiptId: string;
  readonly height: number;
  readonly onClose: () => void;
}

const labelColumns = 13;

const linesOf = (receipt: Receipt, columns: number): readonly Line[] =>
  receiptRows(receipt).flatMap(([name, value]) =>
    wrapLines(value, Math.max(8, columns - labelColumns - 2), stringWidth).map((line, at) => {
      const label = at === 0 ? `${name}:` : "";
      return { text: ` ${label.padEnd(labelColumns)}${line}` };
    }),
  );

/** A name for the file of a receipt, without what a file system or a shell would stumble over. */
const fileName = ({ name, id }: Receipt, extension: string) =>
  `receipt-${name.replaceAll(/[^\p{L}\p{N}._-]+/gu, "_").slice(0, 60)}-${id.slice(0, 8)}.${extension}`;

const useReceiptActions = (props: ScreenProps, receipt: Receipt | null): KeyHandlers => {
  const { services, say } = props;
  const copy = useClipboard();
  if (!receipt) {
    const notYet = { why: receiptWords.notYet };
    return { copy: notYet, save: notYet, saveJson: notYet };
  }
  const write = async (extension: string, text: string) => {
    const saved = await services.saveText(fileName(receipt, extension), text);
    if (saved.ok) return say(receiptWords.saved(saved.value));
    const { happened, next } = errorWords(saved.error);
    return say(`${happened} ${next}`);
  };
  // Failures are Results.
  const save = (extension: string, text: string) => () => void write(extension, text);
  return {
    copy: () => say(copy(receiptText(receipt))),
    save: save("txt", `${receiptText(receipt)}\n`),
    saveJson: save("json", `${JSON.stringify(receiptEvent(receipt), null, 2)}\n`),
  };
};

/** The proof of one delivery in full: to read, to copy, and to save. */
export const ReceiptView = ({ props, receiptId, height, onClose }: ReceiptViewProps) => {
  const { columns } = props.size;
  const found = useReceipt(props.services, receiptId);
  const receipt = found?.ok ? found.value : null;
  const lines = receipt ? linesOf(receipt, columns) : [];
  const scroll = useScroll(lines.length, height);
  useKeys("receipt", {
    ...scroll.moves,
    ...useReceiptActions(props, receipt),
    back: onClose,
  });
  if (found?.ok === false) return <Notice error={found.error} columns={columns} hasDetails />;
  if (!receipt) {
    return <Tint tone="quiet">{` ${found ? receiptWords.gone : receiptWords.loading}`}</Tint>;
  }
  return <ScrolledLines lines={lines} scroll={scroll} columns={columns} indent={1} />;
};
