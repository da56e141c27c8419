import type { BegunDelivery } from "../ports.ts";

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

const isText = (value: unknown): value is string => typeof value === "string";

/** What was kept of a delivery, as JSON; null for what another release wrote that this one does not understand. */
export const parseBegun = (text: string): BegunDelivery | null => {
  const value: unknown = JSON.parse(text);
  if (!isRecord(value)) return null;
  const { headTs, isThreaded, positions } = value;
  if (!isText(headTs) || typeof isThreaded !== "boolean") return null;
  if (!Array.isArray(positions) || !positions.every(isText)) return null;
  return { headTs, isThreaded, positions };
};
