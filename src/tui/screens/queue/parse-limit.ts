import { isBlank } from "../../../domain/non-empty.ts";

/** Bytes a second of "5 MiB/s", "500 KiB", "2m", "1000"; null for an empty text, undefined when it is none. */
export const parseLimit = (text: string): number | null | undefined => {
  const trimmed = text.trim();
  if (isBlank(text)) return null;
  const match = /^(\d+(?:[.,]\d+)?)\s*([kmg]?)(?:i?b)?(?:\/s)?$/i.exec(trimmed);
  const power = { "": 0, k: 1, m: 2, g: 3 }[match?.[2]?.toLowerCase() ?? ""];
  if (!match?.[1] || power === undefined) return undefined;
  const bytes = Math.round(Number(match[1].replace(",", ".")) * 1024 ** power);
  return bytes > 0 ? bytes : undefined;
};
