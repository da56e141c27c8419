import { nonEmpty } from "../../../domain/non-empty.ts";
import { Box } from "ink";
import { useRef, useState } from "react";
import type { AppError } from "../../../domain/errors.ts";
import { cleanLine } from "../../../domain/connection.ts";
import { useKeys } from "../../keys/use-keys.ts";
import type { AppServices } from "../../services.ts";
import { type Line, Lines, toLines } from "../../widgets/Lines.tsx";
import { StatusBar } from "../../widgets/StatusBar.tsx";
import { SecretField } from "../../widgets/text-field/SecretField.tsx";
import { Tint } from "../../widgets/Tint.tsx";
import { useTheme } from "../../widgets/theme.ts";
import { errorWords } from "../../../words/errors/error-words.ts";
import { unlockWords } from "../../../words/unlock.ts";
import type { Size } from "../screen-props.ts";

export interface UnlockScreenProps {
  readonly services: AppServices;
  readonly size: Size;
  readonly onUnlocked: () => void;
  /** Esc: uploads wait until it is opened. */
  readonly onLater: () => void;
}

/** Title, field and keys. */
const linesAround = 5;

/** What happens now, or went wrong; and why the question is asked at all. */
const linesBelow = (isOpening: boolean, trouble: AppError | null): readonly Line[] => {
  if (isOpening) return [{ text: unlockWords.opening, tone: "accent" }];
  const words = trouble ? errorWords(trouble) : null;
  return [
    ...(words ? [{ text: `! ${words.happened} ${words.next}`, tone: "bad" } as const] : []),
    { text: unlockWords.why("Esc") },
  ];
};

/** Asks once a session for the passphrase of the encrypted file. */
export const UnlockScreen = ({ services, size, onUnlocked, onLater }: UnlockScreenProps) => {
  const { symbols } = useTheme();
  const [passphrase, setPassphrase] = useState("");
  const [trouble, setQueueError] = useState<AppError | null>(null);
  const [isOpening, setOpening] = useState(false);
  // On a slow line the last letters and Enter come before the next frame: what counts is what was typed.
  const typed = useRef("");
  const change = (value: string) => {
    typed.current = value;
    setPassphrase(value);
  };
  const unlock = async () => {
    setOpening(true);
    const opened = await services.unlockSecrets(typed.current);
    if (opened.ok) return onUnlocked();
    setOpening(false);
    change("");
    return setQueueError(opened.error);
  };
  const isHelp = nonEmpty(passphrase) === null;
  useKeys(
    "setupText",
    {
      // Keys are heard all the time, so that none is lost when it has ended; meanwhile they do nothing. A failure
      // is shown on this screen.
      accept: isHelp ? { why: unlockWords.empty } : () => (isOpening ? undefined : void unlock()),
      back: () => (isOpening ? undefined : onLater()),
    },
    { except: isHelp ? [] : ["?"] },
  );
  const room = Math.max(1, size.rows - linesAround);
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows} paddingX={1}>
      <Tint isBold>{unlockWords.title}</Tint>
      <Box borderStyle={symbols.borderStyle} width={size.columns - 2} paddingX={1}>
        <SecretField
          value={passphrase}
          onChange={(value) => (isOpening ? undefined : change(value))}
          columns={size.columns - 6}
          clean={cleanLine}
          commands={isHelp ? ["?"] : []}
          showsEnd={false}
        />
      </Box>
      <Box flexGrow={1}>
        <Lines
          lines={toLines(linesBelow(isOpening, trouble), size.columns - 2).slice(0, room)}
          columns={size.columns - 2}
        />
      </Box>
      <StatusBar mode="setupText" columns={size.columns - 2} without={isHelp ? [] : ["help"]} />
    </Box>
  );
};
