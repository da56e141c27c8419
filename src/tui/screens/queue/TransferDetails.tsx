import { Box } from "ink";
import stringWidth from "string-width";
import { cutMiddle, displayName } from "../../../domain/display-name.ts";
import { errorKind } from "../../../domain/errors.ts";
import type { TransferView } from "../../../services/queue/transfer-desk.ts";
import { Notice } from "../../widgets/Notice.tsx";
import { Tint } from "../../widgets/Tint.tsx";
import { useTheme } from "../../widgets/theme.ts";
import { queueWords } from "../../words/queue.ts";

interface TransferDetailsProps {
  readonly view: TransferView;
  readonly columns: number;
  readonly height: number;
  readonly hasDetails: boolean;
}

const labelColumns = 10;

const linesOf = (view: TransferView): readonly (readonly [string, string])[] => {
  const { detail } = queueWords;
  const { target, sizeBytes, ackedBytes, partsDone, partsTotal } = view;
  const parts = partsTotal > 0 ? queueWords.parts(partsDone, partsTotal) : "";
  const goingOn = view.resumedFromPart === null ? "" : queueWords.goingOn(view.resumedFromPart);
  return [
    [detail.file, displayName(view.path)],
    [detail.to, displayName(`${target.connection}: ${target.bucket}/${target.key}`)],
    [detail.state, view.retry ? queueWords.retrying(view.retry) : queueWords.state[view.state]],
    [detail.size, queueWords.taken(ackedBytes, sizeBytes)],
    [detail.parts, [parts, goingOn].filter((text) => text !== "").join(", ")],
  ];
};

/** One transfer in full: where from, where to, how far, and why it failed. */
export const TransferDetails = ({ view, columns, height, hasDetails }: TransferDetailsProps) => {
  const { symbols } = useTheme();
  const room = columns - labelColumns - 2;
  return (
    <Box flexDirection="column" width={columns} height={height} overflow="hidden">
      {linesOf(view)
        .filter(([, text]) => text !== "")
        .map(([label, text]) => (
          <Tint key={label}>
            {` ${label.padEnd(labelColumns)}${cutMiddle(text, room, stringWidth, symbols.ellipsis)}`}
          </Tint>
        ))}
      {view.error ? (
        <Box marginTop={1} paddingLeft={1}>
          <Notice error={view.error} columns={columns - 2} hasDetails={hasDetails} />
        </Box>
      ) : null}
      {view.error && errorKind(view.error.code) === "owner of the bucket" ? (
        <Tint tone="accent">{`   ${queueWords.makeCard}`}</Tint>
      ) : null}
    </Box>
  );
};
