import { accessibleWords } from "../../words/plain-text.ts";
import type { PlainTerminal } from "./plain-terminal.ts";

/** One numbered answer. */
export interface Choice<T> {
  readonly words: string;
  readonly value: T;
}

/** What was chosen; "<"; or null when the input has ended. */
export type Chosen<T> = { readonly value: T } | "back" | null;

/** Numbered choices; asks until one of the numbers or `<` came. The first is taken by Enter alone. */
export const chooseOrGoBack = async <T>(
  terminal: PlainTerminal,
  title: string,
  choices: readonly Choice<T>[],
): Promise<Chosen<T>> => {
  terminal.say(title);
  choices.forEach(({ words }, index) => terminal.say(`${index + 1}. ${words}`));
  for (;;) {
    const answer = await terminal.ask(accessibleWords.number(choices.length));
    if (answer === null) return null;
    if (answer === "<") return "back";
    const choice = choices[answer === "" ? 0 : Number(answer) - 1];
    if (choice) return { value: choice.value };
    terminal.say(accessibleWords.noSuchNumber(choices.length));
  }
};

/** As `chooseOrGoBack` where nothing is behind: asks until one of the numbers came. Null: input ended. */
export const choose = async <T>(
  terminal: PlainTerminal,
  title: string,
  choices: readonly Choice<T>[],
): Promise<T | null> => {
  for (;;) {
    const chosen = await chooseOrGoBack(terminal, title, choices);
    if (chosen === null) return null;
    if (chosen !== "back") return chosen.value;
    terminal.say(accessibleWords.noSuchNumber(choices.length));
  }
};
