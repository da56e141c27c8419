import type { KeyMode } from "./actions.ts";
import type { KeyBinding, KeySection } from "./key-binding.ts";
import { keyWords } from "./key-names.ts";
import { keySections } from "./key-table.ts";

/** One line of the help: a section's title, or keys and what they do. */
export type HelpRow =
  | { readonly type: "title"; readonly words: string; readonly keys?: undefined }
  | { readonly type: "key"; readonly keys: string; readonly words: string };

const keysOf = (binding: KeyBinding): string => binding.keys.map(keyWords).join(", ");

const isOf = (mode: KeyMode | null) => (section: KeySection) =>
  mode !== null && section.bindings.some((binding) => binding.modes.includes(mode));

/** Rows with the same first key and words (one action in several modes) are one, with all keys that it has anywhere. */
const rowsOf = ({ title, bindings }: KeySection, matches: (text: string) => boolean) => {
  const rows = new Map<string, HelpRow>();
  for (const binding of bindings) {
    const { words } = binding;
    const keys = keysOf(binding);
    const same = `${binding.keys[0]} ${words}`;
    const isShorter = keys.length < (rows.get(same)?.keys?.length ?? 0);
    if (!isShorter && matches(`${title} ${keys} ${words}`))
      rows.set(same, { type: "key", keys, words });
  }
  return Array.from(rows.values());
};

/**
 * All keys, grouped by screen, those of `mode` first; with a search text only the lines that have all of its
 * words in them, whatever the case.
 */
export const helpRows = (mode: KeyMode | null, search: string): readonly HelpRow[] => {
  const wanted = search.toLowerCase().split(/\s+/).filter(Boolean);
  const matches = (text: string) => wanted.every((word) => text.toLowerCase().includes(word));
  const own = keySections.filter(isOf(mode));
  const others = keySections.filter((section) => !own.includes(section));
  return [...own, ...others].flatMap((section) => {
    const rows = rowsOf(section, matches);
    return rows.length === 0 ? [] : [{ type: "title", words: section.title } as const, ...rows];
  });
};
