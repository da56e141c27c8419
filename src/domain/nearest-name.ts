import { nearestWords } from "./nearest-words.ts";

/** The one name that somebody has probably meant; null for none, and where several begin as it was typed. */
export const nearestName = (typed: string, names: readonly string[]): string | null => {
  const [nearest = null, next] = nearestWords(typed, names);
  const isOpen = next?.startsWith(typed) === true && nearest?.startsWith(typed) === true;
  return isOpen ? null : nearest;
};
