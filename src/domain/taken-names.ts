/** Which names of a folder are taken without naming each: "hidden" are those that begin with a dot. */
export type TakenNames = "all" | "visible" | "hidden";

/** True for a name that file lists leave out unless asked. */
export const isHiddenName = (name: string): boolean => name.startsWith(".");

/** True when names of this kind are taken. */
export const takesKind = (takes: TakenNames | null, isHidden: boolean): boolean =>
  takes === "all" || takes === (isHidden ? "hidden" : "visible");

/** The kinds of names as one value; null when none is taken. */
export const toTakenNames = (visible: boolean, hidden: boolean): TakenNames | null => {
  if (visible) return hidden ? "all" : "visible";
  return hidden ? "hidden" : null;
};
