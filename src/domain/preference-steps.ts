import { nextOf } from "./next-of.ts";
import type { PreferenceChoice, Preferences } from "./settings.ts";

const mebi = 1024 ** 2;

/** Speed limits to step through; any other may be typed. */
const limits: readonly (number | null)[] = [null, mebi, 2 * mebi, 5 * mebi, 10 * mebi, 50 * mebi];

const sorts = ["name", "size", "modified"] as const;

/** The preference after one step to its next value, or to the one before; the last leads to the first. */
export const stepPreference = (
  preferences: Preferences,
  name: PreferenceChoice,
  by: 1 | -1,
): Partial<Preferences> => {
  if (name === "theme") return { theme: preferences.theme === "dark" ? "light" : "dark" };
  if (name === "sort") return { sort: nextOf(sorts, preferences.sort, by) };
  return { [name]: !preferences[name] };
};

/** The next limit of those to step through; from a typed one, the next higher or lower. */
export const stepLimit = (limit: number | null, by: 1 | -1): number | null => {
  if (limits.includes(limit)) return nextOf(limits, limit, by);
  const typed = limit ?? 0;
  const higher = limits.findIndex((each) => each !== null && each > typed);
  if (by === 1) return higher === -1 ? null : (limits[higher] ?? null);
  return limits[(higher === -1 ? limits.length : higher) - 1] ?? null;
};
