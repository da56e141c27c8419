import { accessibleWords } from "../../words/plain-text.ts";
import type { PlainTerminal } from "./plain-terminal.ts";

/** One numbered answer. */
export interface Choice<T> {
  readonly words: string;
  readonly value: T;
}

/** Numbered choices; asks until one of the numbers came. The first is taken by Enter alone. Null: input ended. */
export const choose = async <T>(
  terminal: PlainTerminal,
  title: string,
  choices: readonly Choice<T>[],
): Promise<T | null> => {
  terminal.say(title);
  choices.forEach(({ words }, index) => terminal.say(`${index + 1}. ${words}`));
  for (;;) {
    const answer = await terminal.ask(accessibleWords.number(choices.length));
    if (answer === null) return null;
    const choice = choices[answer === "" ? 0 : Number(answer) - 1];
    if (choice) return choice.value;
    terminal.say(accessibleWords.noSuchNumber(choices.length));
  }
};
