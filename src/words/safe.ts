import { displayName } from "../domain/display-name.ts";

/**
 * Data from outside (names, keys, hosts, a store's own words) as it may stand in a sentence: control, escape
 * and direction-changing characters are shown as `�`.
 */
export const safe = (data: string): string => displayName(data);
