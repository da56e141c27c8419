import { Box } from "ink";
import { useState } from "react";
import { addressAt } from "../../../domain/destination-address.ts";
import type { AppError } from "../../../domain/errors.ts";
import type { Settings } from "../../../domain/settings.ts";
import { useClipboard } from "../../hooks/use-clipboard.ts";
import { useScroll } from "../../hooks/use-scroll.ts";
import { useKeys } from "../../keys/use-keys.ts";
import type { ActiveDestination } from "../../../domain/active-destination.ts";
import type { AppServices } from "../../services.ts";
import { toLines } from "../../widgets/Lines.tsx";
import { ScrolledLines } from "../../widgets/ScrolledLines.tsx";
import { StatusBar } from "../../widgets/StatusBar.tsx";
import { Tint } from "../../widgets/Tint.tsx";
import { ownerNotice } from "../../../words/owner-notice.ts";
import { ownerNoticeWords } from "../../../words/owner-notice-screen.ts";
import { errorLine } from "../../../words/errors/error-words.ts";
import type { OwnerNoticeSubject, Size } from "../screen-props.ts";

export interface OwnerNoticeScreenProps {
  readonly services: AppServices;
  readonly settings: Settings;
  /** Null while the first connection is set up. */
  readonly active: ActiveDestination | null;
  readonly error: AppError;
  /** What the failure is about when it is not the active destination; else null. */
  readonly about: OwnerNoticeSubject | null;
  readonly size: Size;
  readonly onClose: () => void;
  readonly say: (note: string) => void;
}

/** Sets the text apart from what is said about it. */
const indent = "  ";

const activeAbout = ({ settings, active }: OwnerNoticeScreenProps): OwnerNoticeSubject => {
  const connection = settings.connections.find(({ name }) => name === active?.connection);
  return {
    connection: active?.connection ?? null,
    accessKeyId: connection?.accessKeyId ?? null,
    ...addressAt(connection, active?.destination.bucket ?? "", active?.region ?? ""),
    prefix: active?.destination.prefix ?? "",
    options: connection?.options,
  };
};

/** The text of the notice for the bucket owner, made once: its time is when it was asked for. */
const useOwnerNoticeText = (props: OwnerNoticeScreenProps): string => {
  const [text] = useState(() =>
    ownerNotice({
      ...(props.about ?? activeAbout(props)),
      error: props.error,
      atMs: Date.now(),
    }),
  );
  return text;
};

/** A text about one failure for the owner of the bucket: to copy, to save, or to send through the log server. */
export const OwnerNoticeScreen = (props: OwnerNoticeScreenProps) => {
  const { services, settings, size, onClose, say } = props;
  const text = useOwnerNoticeText(props);
  const copy = useClipboard();
  const lines = toLines(
    text
      .trimEnd()
      .split("\n")
      .map((line) => ({ text: `${indent}${line}` })),
    size.columns - 2,
  );
  const scroll = useScroll(lines.length, size.rows - 3);
  const save = async () => {
    const saved = await services.saveText(ownerNoticeWords.fileName, text);
    say(saved.ok ? ownerNoticeWords.saved(saved.value) : errorLine(saved.error));
  };
  // A failure is a matter of its own recipient only.
  const { connection } = props.about ?? activeAbout(props);
  const known = settings.connections.find(({ name }) => name === connection);
  const notify = async (name: string) => {
    const sent = await services.notifyRecipient(text, name);
    if (!sent.ok) return say(errorLine(sent.error));
    return say(
      sent.value === null ? ownerNoticeWords.sent : ownerNoticeWords.waits(errorLine(sent.value)),
    );
  };
  useKeys("ownerNotice", {
    ...scroll.moves,
    back: onClose,
    copy: () => say(copy(text)),
    // Both answer with a Result, which becomes a note.
    save: () => void save(),
    notify: known?.log ? () => void notify(known.name) : { why: ownerNoticeWords.noLogServer },
  });
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows} paddingX={1}>
      <Tint isBold>{ownerNoticeWords.title}</Tint>
      <Tint>{ownerNoticeWords.how}</Tint>
      <ScrolledLines
        lines={lines}
        scroll={scroll}
        columns={size.columns - 2}
        indent={indent.length}
      />
      <StatusBar
        mode="ownerNotice"
        columns={size.columns - 2}
        without={known?.log ? [] : ["notify"]}
      />
    </Box>
  );
};
