import { displayName } from "../../../domain/display-name.ts";
import { keyName } from "../../../domain/object-key.ts";
import { Confirm } from "../../widgets/Confirm.tsx";
import type { BatchView, QueueSnapshot } from "../../../services/ports/transfer-view.ts";
import { leftPartsWords } from "../../../words/left-parts.ts";
import { queueWords } from "../../../words/queue.ts";
import { ReceiptView } from "../history/ReceiptView.tsx";
import type { KeyHandler } from "../../keys/use-keys.ts";
import type { ScreenProps } from "../screen-props.ts";
import type { QueueLayer as Layer } from "./queue-reducer.ts";
import { SummaryView } from "./SummaryView.tsx";
import { FailureMenu } from "./FailureMenu.tsx";
import { TransferDetails } from "./TransferDetails.tsx";

interface QueueLayerProps {
  readonly props: ScreenProps;
  readonly layer: Exclude<Layer, { readonly name: "limit" }>;
  readonly snapshot: QueueSnapshot | null;
  /** Whose end nobody has seen. */
  readonly unseen: readonly BatchView[];
  readonly nowMs: number;
  readonly height: number;
  readonly showsDetails: boolean;
  /** Asks for the value that is wrong now. */
  readonly renew: KeyHandler;
  readonly onClose: () => void;
}

const cancelLines = ({ view, reportsParts }: Extract<Layer, { name: "confirmCancel" }>) => [
  queueWords.cancelExplained,
  ...(reportsParts ? [leftPartsWords(view.target.bucket)] : []),
];

interface QueueQuestionProps extends Pick<QueueLayerProps, "props" | "onClose"> {
  readonly layer: Extract<Layer, { readonly name: "confirmCancel" | "confirmRename" }>;
}

/** Asks before an upload is cancelled, or goes under another name. */
const QueueQuestion = ({ props, layer, onClose }: QueueQuestionProps) => {
  const { queue } = props.services;
  const { columns } = props.size;
  const isCancel = layer.name === "confirmCancel";
  const { id, target } = layer.view;
  const question = isCancel ? queueWords.confirmCancel : queueWords.confirmRename;
  return (
    <Confirm
      question={question(displayName(keyName(target.key)))}
      lines={isCancel ? cancelLines(layer) : []}
      yes={isCancel ? queueWords.cancelYes : queueWords.renameYes}
      no={isCancel ? queueWords.cancelNo : queueWords.renameNo}
      initial="no"
      columns={columns}
      onAnswer={(isYes) => {
        onClose();
        // The queue reports the change.
        if (isYes) void (isCancel ? queue.cancel([id]) : queue.retry([id], "rename"));
      }}
    />
  );
};

/** What lies over the rows of the queue: a question, one transfer in full, or its receipt. */
export const QueueLayer = ({
  props,
  layer,
  snapshot,
  unseen,
  nowMs,
  height,
  showsDetails,
  renew,
  onClose,
}: QueueLayerProps) => {
  const { columns } = props.size;
  switch (layer.name) {
    case "transfer":
      return (
        <TransferDetails
          view={layer.view}
          snapshot={snapshot}
          columns={columns}
          height={height}
          hasDetails={showsDetails}
        />
      );
    case "failure":
      return (
        <FailureMenu
          props={props}
          view={layer.view}
          error={layer.error}
          height={height}
          onClose={onClose}
        />
      );
    case "receipt":
      return (
        <ReceiptView props={props} receiptId={layer.receiptId} height={height} onClose={onClose} />
      );
    case "summary": {
      const { batch } = layer;
      const others = unseen.filter(({ id }) => id !== batch.id);
      return (
        <SummaryView
          props={props}
          batch={batch}
          others={others}
          nowMs={nowMs}
          renew={renew}
          onClose={onClose}
        />
      );
    }
    case "confirmCancel":
    case "confirmRename":
      return <QueueQuestion props={props} layer={layer} onClose={onClose} />;
    default:
      return layer satisfies never;
  }
};
