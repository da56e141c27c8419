import type { BegunDelivery } from "../ports.ts";

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

const isText = (value: unknown): value is string => typeof value === "string";

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/**
 * What was kept of a delivery, as JSON; null for what is damaged, or of another release that this one does not
 * understand: a second head is better than none.
 */
export const parseBegun = (text: string): BegunDelivery | null => {
  const value = parseJson(text);
  if (!isRecord(value)) return null;
  const { headTs, isThreaded, positions } = value;
  if (!isText(headTs) || typeof isThreaded !== "boolean") return null;
  if (!Array.isArray(positions) || !positions.every(isText)) return null;
  return { headTs, isThreaded, positions };
};
