import path from "node:path";
import { Box } from "ink";
import { useState } from "react";
import stringWidth from "string-width";
import { cutMiddle, displayName } from "../../../domain/display-name.ts";
import { formatBytes } from "../../../domain/format.ts";
import { lacksPassphrase } from "../../../domain/retry.ts";
import type { Transfer } from "../../../domain/transfer.ts";
import { useMenu } from "../../hooks/use-menu.ts";
import { useKeys } from "../../keys/use-keys.ts";
import { Confirm } from "../../widgets/Confirm.tsx";
import { Lines, toLines } from "../../widgets/Lines.tsx";
import { StatusBar } from "../../widgets/StatusBar.tsx";
import { Tint } from "../../widgets/Tint.tsx";
import { useTheme } from "../../widgets/theme.ts";
import { leftPartsWords } from "../../../words/left-parts.ts";
import { unfinishedWords } from "../../../words/history.ts";
import type { ScreenProps, Size } from "../screen-props.ts";

const choices = ["continue", "later", "remove"] as const;

export interface UnfinishedScreenProps extends ScreenProps {
  /** Of an earlier run; at least one. */
  readonly transfers: readonly Transfer[];
}

const TransferLine = ({ transfer, columns }: { transfer: Transfer; columns: number }) => {
  const { symbols } = useTheme();
  const { bucket, key } = transfer.target;
  const size = formatBytes(transfer.fingerprint.sizeBytes).padStart(11);
  const to = displayName(`${path.basename(transfer.path)} → ${bucket}/${key}`);
  const room = columns - 3 - size.length;
  const text = cutMiddle(to, room, stringWidth, symbols.ellipsis);
  return <Tint tone="quiet">{`   ${text}${size}`}</Tint>;
};

/** What stays where: the sender's files here, and parts of those that had begun in each bucket. */
const removeLines = (transfers: readonly Transfer[]) => {
  const begun = transfers.filter(({ multipart }) => multipart !== null);
  const buckets = new Set(begun.map(({ target }) => target.bucket));
  return [unfinishedWords.removeExplained, ...[...buckets].map(leftPartsWords)];
};

type Choice = (typeof choices)[number];

const letters: Readonly<Record<Choice, string>> = { continue: "c", later: "l", remove: "f" };

const ChoiceLine = ({ choice, isHighlighted }: { choice: Choice; isHighlighted: boolean }) => {
  const { symbols } = useTheme();
  return (
    <Tint tone={isHighlighted ? "accent" : "plain"} isBold={isHighlighted}>
      {` ${isHighlighted ? symbols.focus : " "} ${letters[choice]}  ${unfinishedWords.choices[choice]}`}
    </Tint>
  );
};

interface OfferProps {
  readonly transfers: readonly Transfer[];
  readonly size: Size;
  /** Of the choices. */
  readonly cursor: number;
}

/** The title, a line that says how many more, one before the choices, and the keys. */
const linesAround = 4;

/** What was left, as far as there is room, and the choices. */
const Offer = ({ transfers, size: { columns, rows }, cursor }: OfferProps) => {
  const explained = toLines(
    [{ text: ` ${unfinishedWords.explained}`, tone: "quiet" }],
    columns - 1,
  );
  const room = Math.max(1, rows - choices.length - explained.length - linesAround);
  return (
    <>
      <Tint isBold>{` ${unfinishedWords.title(transfers.length)}`}</Tint>
      <Lines lines={explained} columns={columns} />
      {transfers.slice(0, room).map((transfer) => (
        <TransferLine key={transfer.id} transfer={transfer} columns={columns} />
      ))}
      {transfers.length > room ? (
        <Tint tone="quiet">{`   ${unfinishedWords.more(transfers.length - room)}`}</Tint>
      ) : null}
      <Box flexDirection="column" flexShrink={0} marginTop={1}>
        {choices.map((choice, at) => (
          <ChoiceLine key={choice} choice={choice} isHighlighted={at === cursor} />
        ))}
      </Box>
    </>
  );
};

/** The passphrase that is missing to send these is asked for at once; put off, the queue says that it waits for it. */
const askPassphrase = async ({
  services,
  navigate,
  transfers,
}: UnfinishedScreenProps): Promise<void> => {
  for (const connection of new Set(transfers.map(({ target }) => target.connection))) {
    const held = await services.hasSecret(connection);
    if (!held.ok && lacksPassphrase(held.error)) return navigate({ type: "unlock" });
  }
};

/** What each choice does; the queue reports what changes. */
const actsOf = (props: UnfinishedScreenProps) => {
  const { services, navigate, transfers } = props;
  const { queue } = services;
  const ids = transfers.map(({ id }) => id);
  return {
    continue: () => {
      void queue.resume(ids);
      navigate({ type: "show", screen: "queue" });
      void askPassphrase(props); // fails with a Result
    },
    later: () => {
      void queue.pause(ids);
      navigate({ type: "show", screen: "browser" });
    },
    remove: () => {
      void queue.cancel(ids).then(() => queue.dismiss(ids));
      navigate({ type: "show", screen: "browser" });
    },
  };
};

/** Uploads that an earlier run left: go on with them, keep them paused, or forget them after a question. */
export const UnfinishedScreen = (props: UnfinishedScreenProps) => {
  const { size, transfers } = props;
  const { columns, rows } = size;
  const { position, moves } = useMenu(choices.length, choices.length);
  const [isAsking, setAsking] = useState(false);
  const { remove, ...others } = actsOf(props);
  const acts = { ...others, remove: () => setAsking(true) };
  useKeys(
    "unfinished",
    {
      ...moves,
      open: () => acts[choices[position.cursor] ?? "later"](),
      accept: acts.continue,
      later: acts.later,
      remove: acts.remove,
      back: acts.later,
    },
    { isActive: !isAsking },
  );
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Box flexDirection="column" flexGrow={1}>
        {isAsking ? (
          <Confirm
            question={unfinishedWords.removeQuestion(transfers.length)}
            lines={removeLines(transfers)}
            yes={unfinishedWords.removeYes}
            no={unfinishedWords.removeNo}
            initial="no"
            columns={columns}
            onAnswer={(isYes) => (isYes ? remove() : setAsking(false))}
          />
        ) : (
          <Offer transfers={transfers} size={size} cursor={position.cursor} />
        )}
      </Box>
      <StatusBar mode={isAsking ? "confirm" : "unfinished"} columns={columns} isInset />
    </Box>
  );
};
