import type { ActiveDestination } from "../../domain/active-destination.ts";
import type { SelectedPath } from "../../domain/delivery-plan.ts";
import type { Settings } from "../../domain/settings.ts";
import type { TransferView } from "../../services/ports/transfer-view.ts";
import { connectionsWords } from "../../words/connections.ts";
import { accessibleWords as words } from "../../words/plain-text.ts";
import { elsewhere, toSelection, type Redirected } from "../screens/redirect/redirected.ts";
import { isAnswer } from "./asked.ts";
import { choose } from "./choose.ts";
import type { PlainTerminal } from "./plain-terminal.ts";

export interface RedirectParams {
  readonly terminal: PlainTerminal;
  readonly settings: Settings;
  /** The review of files for a destination; what failed elsewhere leaves the queue once it is queued there. */
  readonly review: (
    target: ActiveDestination,
    selected: readonly SelectedPath[],
    failed: readonly Redirected[],
  ) => Promise<"back" | "end of input">;
}

/** Asks where failed files are to go instead, and reviews them for it. */
export const plainTextRedirect = async (
  { terminal, settings, review }: RedirectParams,
  views: readonly TransferView[],
): Promise<"back" | "end of input"> => {
  const [first] = views;
  if (first === undefined) return "back";
  const targets = elsewhere(settings, first.target);
  if (targets.length === 0) {
    terminal.say(words.noOtherDestination);
    return "back";
  }
  const choices = targets.flatMap((target) => {
    const connection = settings.connections.find(({ name }) => name === target.connection);
    const line = connection && connectionsWords.destination(connection, target.destination, false);
    return line === undefined ? [] : [{ words: line, value: target }];
  });
  const chosen = await choose(terminal, words.which, choices);
  if (!isAnswer(chosen)) return chosen;
  const failed = views.map(({ id, path }) => ({ id, path }));
  return review(chosen.value, toSelection(settings, views), failed);
};
