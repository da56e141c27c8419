import { displayName } from "../domain/display-name.ts";

/**
 * Data from outside (names, keys, hosts, a store's own words) as it may stand in a sentence: control, escape,
 * direction-changing and invisible characters are shown as `�`.
 */
export const safe = (data: string): string => displayName(data);

/** Lines for a terminal, in which somebody may have forgotten `safe`. */
export const safeLines = (text: string): string => text.replace(/[^\n\t]+/gu, displayName);
