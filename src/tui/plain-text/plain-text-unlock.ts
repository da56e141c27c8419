import { nonEmpty } from "../../domain/non-empty.ts";
import { lacksPassphrase } from "../../domain/retry.ts";
import { unlockWords } from "../../words/unlock.ts";
import type { AppServices } from "../services.ts";
import { askSecret, isAnswer } from "./asked.ts";
import type { PlainTerminal } from "./plain-terminal.ts";
import { sayError } from "./say-error.ts";

/** Asks for the passphrase until it opens; an empty one, or a step back, leaves it for later. False: the input ended. */
export const plainTextUnlock = async (
  terminal: PlainTerminal,
  services: AppServices,
): Promise<boolean> => {
  terminal.say(unlockWords.why("Enter"));
  for (;;) {
    const typed = await askSecret(terminal, `${unlockWords.title}:`);
    if (!isAnswer(typed)) return typed === "back";
    const passphrase = nonEmpty(typed.value);
    if (passphrase === null) return true;
    const opened = await services.unlockSecrets(passphrase);
    if (opened.ok) return true;
    sayError(terminal, opened.error);
  }
};

/** As above, where the keys of one of these connections cannot be read without it. */
export const unlockFor = async (
  terminal: PlainTerminal,
  services: AppServices,
  connections: readonly string[],
): Promise<boolean> => {
  for (const connection of new Set(connections)) {
    const held = await services.hasSecret(connection);
    if (!held.ok && lacksPassphrase(held.error)) return plainTextUnlock(terminal, services);
  }
  return true;
};
