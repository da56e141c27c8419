/** One event that the program printed for a script. */
export type JsonEvent = Readonly<Record<string, unknown>>;

const isEvent = (value: unknown): value is JsonEvent => typeof value === "object" && value !== null;

/** The lines that are JSON objects. */
export const parseJsonLines = (text: string): readonly JsonEvent[] =>
  text
    .split("\n")
    .filter((line) => line.startsWith('{"'))
    .map((line): unknown => JSON.parse(line))
    .filter(isEvent);
