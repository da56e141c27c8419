import { accessibleWords } from "../../words/plain-text.ts";
import { ask, isAnswer, type Asked } from "./asked.ts";
import type { PlainTerminal } from "./plain-terminal.ts";

/** One numbered answer. */
export interface Choice<T> {
  readonly words: string;
  readonly value: T;
}

/** Numbered choices; asks until one of the numbers came. The first is taken by Enter alone. */
export const choose = async <T>(
  terminal: PlainTerminal,
  title: string,
  choices: readonly Choice<T>[],
): Promise<Asked<T>> => {
  terminal.say(title);
  choices.forEach(({ words }, index) => terminal.say(`${index + 1}. ${words}`));
  for (;;) {
    const asked = await ask(terminal, accessibleWords.number(choices.length));
    if (!isAnswer(asked)) return asked;
    const choice = choices[asked.value === "" ? 0 : Number(asked.value) - 1];
    if (choice) return { value: choice.value };
    terminal.say(accessibleWords.noSuchNumber(choices.length));
  }
};
