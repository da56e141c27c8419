import type { TypedAnswer } from "../../../domain/setup.ts";
import { Box } from "ink";
import { cleanLine, cleanToken } from "../../../domain/connection.ts";
import { isSecretShaped, parsePastedKeys } from "../../../domain/pasted-keys.ts";
import { useKeys } from "../../keys/use-keys.ts";
import { SecretField } from "../../widgets/text-field/SecretField.tsx";
import { TextField } from "../../widgets/text-field/TextField.tsx";
import { type Line, Lines, toLines } from "../../widgets/Lines.tsx";
import { useTheme } from "../../widgets/theme.ts";
import { errorWords } from "../../../words/errors/error-words.ts";
import { setupWords } from "../../../words/setup.ts";
import { softHint } from "../../../words/setup-hints.ts";
import type { Size } from "../screen-props.ts";
import { isQuestionMarkHelp } from "./question-mark.ts";
import { SetupFrame } from "./SetupFrame.tsx";
import { answersQuestion } from "./setup-paste.ts";
import type { SetupState } from "./setup-state.ts";
import type { Setup } from "./use-setup.ts";

export interface QuestionPageProps {
  readonly setup: Setup;
  readonly answer: TypedAnswer;
  readonly size: Size;
  readonly onBack: () => void;
}

const secrets: Readonly<Partial<Record<TypedAnswer, { readonly showsEnd: boolean }>>> = {
  secret: { showsEnd: true },
  sessionToken: { showsEnd: true },
  logToken: { showsEnd: true },
  passphrase: { showsEnd: false },
  passphraseAgain: { showsEnd: false },
};

/** Values that may have spaces in them. */
const lines: ReadonlySet<TypedAnswer> = new Set([
  "bucket",
  "terms",
  "name",
  "passphrase",
  "passphraseAgain",
]);

const unseen = { showsEnd: false } as const;

/** How an answer is hidden: as a secret, or since a secret was pasted where something else is asked. */
const hiding = (answer: TypedAnswer, value: string): { readonly showsEnd: boolean } | undefined => {
  const keys = parsePastedKeys(value);
  const held = [keys?.secretAccessKey, keys?.sessionToken, keys?.logToken];
  const isMisplaced = isSecretShaped(value) || held.some((secret) => secret !== undefined);
  return secrets[answer] ?? (isMisplaced ? unseen : undefined);
};

const linesBelow = (state: SetupState, columns: number, sign: string): readonly Line[] => {
  const problem = state.problem ? errorWords(state.problem) : null;
  const hint = softHint(state.question, state.answers);
  return toLines(
    [
      ...(problem
        ? [{ text: `${sign} ${problem.happened} ${problem.next}`, tone: "bad" as const }]
        : []),
      ...(hint === null || problem ? [] : [{ text: hint, tone: "warn" as const }]),
      ...(state.isBusy ? [{ text: setupWords.unlocking }] : []),
      ...setupWords.lines(state).map((text) => ({ text })),
    ],
    columns,
  );
};

/** One question with its field, what it is for, and what is wrong with the answer. */
export const QuestionPage = ({ setup, answer, size, onBack }: QuestionPageProps) => {
  const { state, dispatch } = setup;
  const { symbols } = useTheme();
  const value = state.answers[answer];
  const isHelp = isQuestionMarkHelp(answer, value);
  const onPaste = (text: string): boolean => {
    const keys = parsePastedKeys(text);
    if (keys) dispatch({ type: "pasted", keys });
    return keys !== null;
  };
  // A line of a block from a terminal that sends its pastes key by key.
  const accept = () => {
    const keys = parsePastedKeys(value);
    if (!keys) return setup.next();
    dispatch({ type: "typed", answer, text: "" });
    dispatch({ type: "pasted", keys });
    return answersQuestion(state, keys) ? dispatch({ type: "next" }) : undefined;
  };
  useKeys(
    "setupText",
    { accept, back: onBack },
    { except: isHelp ? [] : ["?"], isActive: !state.isBusy },
  );
  const field = {
    value,
    onChange: (text: string) => dispatch({ type: "typed", answer, text }),
    columns: size.columns - 6,
    placeholder: setupWords.example(answer),
    isFocused: !state.isBusy,
    clean: lines.has(answer) ? cleanLine : cleanToken,
    onPaste,
    commands: isHelp ? ["?"] : [],
  };
  const secret = hiding(answer, value);
  return (
    <SetupFrame state={state} size={size} mode="setupText" without={isHelp ? [] : ["help"]}>
      <Box flexShrink={0} borderStyle={symbols.borderStyle} width={size.columns - 2} paddingX={1}>
        {secret ? (
          <SecretField key={answer} {...field} {...secret} />
        ) : (
          <TextField key={answer} {...field} />
        )}
      </Box>
      <Lines
        lines={linesBelow(state, size.columns - 2, symbols.attention)}
        columns={size.columns - 2}
      />
    </SetupFrame>
  );
};
