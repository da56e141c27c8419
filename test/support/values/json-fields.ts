import type { JsonEvent } from "./json-lines.ts";

const isRecord = (value: unknown): value is JsonEvent =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const kindOf = (value: unknown): string => (Array.isArray(value) ? "array" : typeof value);

/** Fields of `before`, dotted, that `now` lacks or has of another type; null stands for any type. */
export const lostFields = (before: JsonEvent, now: JsonEvent): readonly string[] =>
  Object.entries(before).flatMap(([name, value]) => {
    if (!Object.hasOwn(now, name)) return [name];
    const next = now[name];
    if (value === null || next === null) return [];
    if (isRecord(value) && isRecord(next)) {
      return lostFields(value, next).map((field) => `${name}.${field}`);
    }
    return kindOf(value) === kindOf(next) ? [] : [name];
  });
