import type { PlainTerminal } from "./plain-terminal.ts";

/** What a person answered: a value, one step back, or nothing ever more. */
export type Asked<T> = { readonly value: T } | "back" | "end of input";

/** True for a value. */
export const isAnswer = <T>(asked: Asked<T>): asked is { readonly value: T } =>
  typeof asked === "object";

const toAsked = (typed: string | null): Asked<string> => {
  if (typed === null) return "end of input";
  return typed === "<" ? "back" : { value: typed };
};

/** Asks for a line; "<" alone is one step back, wherever it is typed. */
export const ask = async (terminal: PlainTerminal, question: string): Promise<Asked<string>> =>
  toAsked(await terminal.ask(question));

/** As `ask`, and shows nothing of what is typed. */
export const askSecret = async (
  terminal: PlainTerminal,
  question: string,
): Promise<Asked<string>> => toAsked(await terminal.askSecret(question));
