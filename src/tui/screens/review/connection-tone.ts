import type { Settings } from "../../../domain/settings.ts";
import type { Tone } from "../../widgets/theme.ts";

/** Colours that say nothing of a state. */
const tones: readonly Tone[] = ["accent", "folder", "program", "link"];

/** The colour of a connection among several, the same each time; null where there is only one to go to. */
export const connectionTone = ({ connections }: Settings, name: string): Tone | null => {
  const at = connections.findIndex((known) => known.name === name);
  return connections.length < 2 || at === -1 ? null : (tones[at % tones.length] ?? null);
};
