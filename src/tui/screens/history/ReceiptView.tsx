import { Box } from "ink";
import { useState } from "react";
import stringWidth from "string-width";
import type { Receipt } from "../../../domain/receipt.ts";
import { useClipboard } from "../../hooks/use-clipboard.ts";
import { useKeys, type KeyHandlers } from "../../keys/use-keys.ts";
import { Notice } from "../../widgets/Notice.tsx";
import { Tint } from "../../widgets/Tint.tsx";
import { wrapLines } from "../../widgets/wrap-lines.ts";
import { receiptWords } from "../../words/history.ts";
import { receiptEvent, receiptRows, receiptText } from "../../words/receipt.ts";
import type { ScreenProps } from "../screen-props.ts";
import { useReceipt } from "./use-receipt.ts";

interface ReceiptViewProps {
  readonly props: ScreenProps;
  readonly receiptId: string;
  readonly height: number;
  readonly onClose: () => void;
}

const labelColumns = 13;

const linesOf = (receipt: Receipt, columns: number): readonly string[] =>
  receiptRows(receipt).flatMap(([name, value]) =>
    wrapLines(value, Math.max(8, columns - labelColumns - 2), stringWidth).map((line, at) => {
      const label = at === 0 ? `${name}:` : "";
      return ` ${label.padEnd(labelColumns)}${line}`;
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
    say(saved.ok ? receiptWords.saved(saved.value) : receiptWords.notSaved);
  };
  // Failures are Results.
  const save = (extension: string, text: string) => () => void write(extension, text);
  return {
    copy: () => say(copy(receiptText(receipt)) ? receiptWords.copied : receiptWords.tooLong),
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
  const lastTop = Math.max(0, lines.length - height);
  const [wantedTop, setTop] = useState(0);
  const top = Math.min(wantedTop, lastTop);
  const scroll = (by: number) => () => setTop(Math.max(0, Math.min(lastTop, top + by)));
  useKeys("receipt", {
    up: scroll(-1),
    down: scroll(1),
    pageUp: scroll(-height),
    pageDown: scroll(height),
    top: scroll(-lines.length),
    bottom: scroll(lines.length),
    ...useReceiptActions(props, receipt),
    peel: onClose,
  });
  if (found?.ok === false) return <Notice error={found.error} columns={columns} hasDetails />;
  if (!receipt) {
    return <Tint tone="quiet">{` ${found ? receiptWords.gone : receiptWords.loading}`}</Tint>;
  }
  return (
    <Box flexDirection="column" width={columns} height={height} overflow="hidden">
      {lines.slice(top, top + height).map((line, at) => (
        <Tint key={top + at}>{line}</Tint>
      ))}
    </Box>
  );
};
