import { accessibleWords as words } from "../../words/plain-text.ts";
import { ask, isAnswer, type Asked } from "./asked.ts";
import type { Choice } from "./choose.ts";
import { readNumbers } from "./number-list.ts";
import type { PlainTerminal } from "./plain-terminal.ts";

/** As many as one can keep in mind while they are read out. */
export const pageRows = 20;

/** Says a page of a numbered list, and how many follow; gives where the next page begins, which may be the first one. */
export const sayRows = (terminal: PlainTerminal, rows: readonly string[], from: number): number => {
  const to = Math.min(rows.length, from + pageRows);
  for (let index = from; index < to; index += 1) terminal.say(`${index + 1}. ${rows[index] ?? ""}`);
  if (to < rows.length) terminal.say(words.more(rows.length - to));
  return to < rows.length ? to : 0;
};

/** Some of a numbered list, by "1-5", "1,3" or "all"; Enter alone takes none. Asks until it is understood. */
export const chooseSeveral = async <T>(
  terminal: PlainTerminal,
  title: string,
  choices: readonly Choice<T>[],
): Promise<Asked<readonly T[]>> => {
  const rows = choices.map((choice) => choice.words);
  terminal.say(title);
  let next = sayRows(terminal, rows, 0);
  for (;;) {
    const asked = await ask(terminal, words.numbers(choices.length));
    if (!isAnswer(asked)) return asked;
    if (asked.value === "") return { value: [] };
    if (asked.value === "m") {
      next = sayRows(terminal, rows, next);
      continue;
    }
    const numbers = readNumbers(asked.value, choices.length);
    if (numbers === null) terminal.say(words.noSuchNumbers(choices.length));
    else
      return {
        value: numbers.flatMap((number) => {
          const choice = choices[number - 1];
          return choice === undefined ? [] : [choice.value];
        }),
      };
  }
};
