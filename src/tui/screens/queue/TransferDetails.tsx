import { joinTexts, nonEmpty } from "../../../domain/non-empty.ts";
import stringWidth from "string-width";
import { cutMiddle, displayName } from "../../../domain/display-name.ts";
import { errorKind } from "../../../domain/error-kinds.ts";
import type { AppError } from "../../../domain/errors.ts";
import { isUnreachable } from "../../../domain/retry.ts";
import type { QueueSnapshot, TransferView } from "../../../services/ports/transfer-view.ts";
import { type Line, Lines } from "../../widgets/Lines.tsx";
import { fitNotice } from "../../widgets/fit-notice.ts";
import { noticeLines } from "../../widgets/notice-lines.ts";
import { useTheme } from "../../widgets/theme.ts";
import { errorLine } from "../../../words/errors/error-words.ts";
import { queueWords } from "../../../words/queue.ts";

interface TransferDetailsProps {
  readonly view: TransferView;
  readonly snapshot: Pick<QueueSnapshot, "trouble"> | null;
  readonly columns: number;
  readonly height: number;
  readonly hasDetails: boolean;
}

const labelColumns = 10;

const stateWords = ({ view, snapshot }: TransferDetailsProps): string =>
  view.retry
    ? queueWords.tryingAgain(view.retry)
    : queueWords.stateOf(view.state, { trouble: view.heldBy ?? snapshot?.trouble ?? null });

const linesOf = (props: TransferDetailsProps): readonly (readonly [string, string])[] => {
  const { view } = props;
  const { detail } = queueWords;
  const { target, sizeBytes, ackedBytes, partsDone, partsTotal } = view;
  const parts = partsTotal > 0 ? queueWords.parts(partsDone, partsTotal) : "";
  const goingOn = view.resumedFromPart === null ? "" : queueWords.goingOn(view.resumedFromPart);
  return [
    [detail.file, displayName(view.path)],
    [detail.to, displayName(`${target.connection}: ${target.bucket}/${target.key}`)],
    [detail.state, stateWords(props)],
    [detail.size, queueWords.taken(ackedBytes, sizeBytes)],
    [detail.parts, joinTexts([parts, goingOn], ", ")],
    [detail.again, view.restart ? errorLine(view.restart) : ""],
  ];
};

const factLines = (props: TransferDetailsProps, ellipsis: string): readonly Line[] => {
  const room = props.columns - labelColumns - 2;
  return linesOf(props)
    .filter(([, text]) => nonEmpty(text) !== null)
    .map(([label, text]) => ({
      text: ` ${label.padEnd(labelColumns)}${cutMiddle(text, room, stringWidth, ellipsis)}`,
    }));
};

/** What has arrived of a file in parts outlives a cut; a small file is sent again whole. */
const partsKept = ({ partsDone }: TransferView, error: AppError): boolean =>
  partsDone > 0 && isUnreachable(error);

const reasonLines = (
  view: TransferView,
  error: AppError,
  { columns, hasDetails }: Pick<TransferDetailsProps, "columns" | "hasDetails">,
  sign: string,
): readonly Line[] => [
  ...noticeLines(error, { columns: columns - 2, hasDetails, sign }).map((line) => ({
    ...line,
    text: ` ${line.text}`,
  })),
  ...(partsKept(view, error) ? [{ text: `   ${queueWords.partsKept}` }] : []),
  ...(errorKind(error.code) === "owner of the bucket"
    ? [{ text: `   ${queueWords.showOwnerNotice}`, tone: "accent" as const }]
    : []),
];

/** One transfer in full: where from, where to, how far, and why it failed. In a small window the reason goes first. */
export const TransferDetails = (props: TransferDetailsProps) => {
  const { view, columns, height } = props;
  const { symbols } = useTheme();
  const facts = factLines(props, symbols.ellipsis);
  const error = view.error ?? view.retry?.error;
  const reason = error ? reasonLines(view, error, props, symbols.attention) : [];
  const isRoomy = facts.length + 1 + reason.length <= height;
  const lines =
    reason.length === 0 || isRoomy
      ? [...facts, { text: "" }, ...reason]
      : [...facts.slice(0, Math.max(1, height - reason.length)), ...reason];
  return <Lines lines={fitNotice(lines, height, props.hasDetails)} columns={columns} />;
};
