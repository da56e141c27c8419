import type { ActiveDestination } from "../../domain/active-destination.ts";
import type { SelectedPath } from "../../domain/delivery-plan.ts";
import type { SetupGoal } from "../../domain/setup.ts";
import type { Settings } from "../../domain/settings.ts";
import type { TransferView } from "../../services/ports/transfer-view.ts";
import { connectionsWords } from "../../words/connections.ts";
import { accessibleWords } from "../../words/plain-text.ts";
import { redirectWords as words } from "../../words/redirect.ts";
import { elsewhere, toSelection, type Redirected } from "../screens/redirect/redirected.ts";
import { isAnswer, type Asked } from "./asked.ts";
import { choose, type Choice } from "./choose.ts";
import type { PlainTerminal } from "./plain-terminal.ts";

/** Settings with a destination in them that was just added. */
export interface Added {
  readonly settings: Settings;
  readonly active: ActiveDestination;
}

export interface RedirectParams {
  readonly terminal: PlainTerminal;
  readonly settings: Settings;
  /** Asks for a destination, or a connection, that is not stored yet. */
  readonly setUp: (goal: SetupGoal) => Promise<Asked<Added>>;
  /** The review of files for a destination; what failed elsewhere leaves the queue once it is queued there. */
  readonly review: (
    settings: Settings,
    target: ActiveDestination,
    selected: readonly SelectedPath[],
    failed: readonly Redirected[],
  ) => Promise<"back" | "end of input">;
}

/** All that are stored but the one that it failed at, and adding one, as on the screen. */
const choicesFor = (
  settings: Settings,
  { target }: TransferView,
): readonly Choice<ActiveDestination | SetupGoal>[] => {
  const { connection } = target;
  const known = elsewhere(settings, target).flatMap((to) => {
    const at = settings.connections.find(({ name }) => name === to.connection);
    const line = at && connectionsWords.destination(at, to.destination, false);
    return line === undefined ? [] : [{ words: line, value: to }];
  });
  const isKnown = settings.connections.some(({ name }) => name === connection);
  const added = { words: words.addDestination(connection) };
  return [
    ...known,
    ...(isKnown ? [{ ...added, value: { type: "destination", connection } as const }] : []),
    { words: words.addConnection, value: { type: "connection" } },
  ];
};

/** Asks where failed files are to go instead, and reviews them for it. */
export const plainTextRedirect = async (
  { terminal, settings, setUp, review }: RedirectParams,
  views: readonly TransferView[],
): Promise<"back" | "end of input"> => {
  const [first] = views;
  if (first === undefined) return "back";
  const chosen = await choose(terminal, accessibleWords.which, choicesFor(settings, first));
  if (!isAnswer(chosen)) return chosen;
  const { value } = chosen;
  const to = "type" in value ? await setUp(value) : { value: { settings, active: value } };
  if (!isAnswer(to)) return to;
  const failed = views.map(({ id, path }) => ({ id, path }));
  return review(to.value.settings, to.value.active, toSelection(settings, views), failed);
};
