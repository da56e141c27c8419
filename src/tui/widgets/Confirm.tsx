import { Box } from "ink";
import { useState } from "react";
import { useKeys } from "../keys/use-keys.ts";
import { Lines, toLines } from "./Lines.tsx";
import { Tint } from "./Tint.tsx";
import { useTheme } from "./theme.ts";

export interface ConfirmProps {
  readonly question: string;
  /** What will go and what stays, line by line. */
  readonly lines?: readonly string[] | undefined;
  /** In words that say what happens: "Forget the secret". */
  readonly yes: string;
  readonly no: string;
  /** Which answer is highlighted at first: the harmless one. */
  readonly initial: "yes" | "no";
  readonly columns: number;
  readonly onAnswer: (isYes: boolean) => void;
}

/** A question with two answers. Esc is no. */
export const Confirm = (props: ConfirmProps) => {
  const { symbols } = useTheme();
  const [highlighted, setHighlighted] = useState(props.initial);
  useKeys("confirm", {
    accept: () => props.onAnswer(highlighted === "yes"),
    yes: () => props.onAnswer(true),
    no: () => props.onAnswer(false),
    left: () => setHighlighted((now) => (now === "yes" ? "no" : "yes")),
    right: () => setHighlighted((now) => (now === "yes" ? "no" : "yes")),
  });
  const answer = (which: "yes" | "no") => (
    <Tint
      key={which}
      tone={highlighted === which ? "accent" : "plain"}
      isBold={highlighted === which}
    >
      {`${highlighted === which ? symbols.focus : " "} ${which === "yes" ? "y" : "n"}  ${props[which]}`}
    </Tint>
  );
  return (
    <Box flexDirection="column" width={props.columns} paddingX={1}>
      <Lines
        lines={toLines(
          [
            { text: props.question, isBold: true },
            ...(props.lines ?? []).map((text) => ({ text })),
          ],
          props.columns - 2,
        )}
        columns={props.columns - 2}
      />
      <Box flexDirection="column" flexShrink={0} marginTop={1}>
        {answer(props.initial === "yes" ? "yes" : "no")}
        {answer(props.initial === "yes" ? "no" : "yes")}
      </Box>
    </Box>
  );
};
