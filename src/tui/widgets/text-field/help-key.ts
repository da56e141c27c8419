const questionMark: readonly string[] = ["?"];
const none: readonly string[] = [];

/** The keys that are commands in a field with this text, not characters: `?` asks for help while it is empty. */
export const helpKeyOf = (text: string): readonly string[] => (text === "" ? questionMark : none);

/** The keys that a screen around such a field leaves to it. */
export const keysLeftTo = (text: string): readonly string[] =>
  helpKeyOf(text) === none ? questionMark : none;
