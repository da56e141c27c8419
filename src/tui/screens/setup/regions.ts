import { regionPlace, regions, type Region } from "../../../domain/aws-regions.ts";
import { holdsTwoRegions } from "../../../domain/two-regions.ts";

/** "Zürich" finds "Zurich", and "sao" finds "São Paulo". */
const folded = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** What the list of regions offers. */
export type RegionChoice =
  | { readonly type: "region"; readonly region: Region }
  /** A region that we do not know, as it was typed. */
  | { readonly type: "typed"; readonly id: string }
  /** Whichever one the check finds. */
  | { readonly type: "find" }
  /** A store that is not AWS; its address is asked next. */
  | { readonly type: "otherStore" };

/** How people begin to type when their service is not AWS. */
const otherStoreWords = [
  "another",
  "other",
  "service",
  "store",
  "not aws",
  "endpoint",
  "minio",
  "ceph",
];

const isOtherStoreMeant = (typed: string): boolean => {
  const text = folded(typed).trim();
  return text.length > 2 && otherStoreWords.some((words) => words.startsWith(text));
};

/** True for the address of a store: no region, and no word for another service, has such a sign; "https://" is none yet. */
export const isStoreAddress = (typed: string): boolean =>
  /[.:/]/.test(typed) && !/^\s*(?:https?:?)?\/*\s*$/i.test(typed);

/**
 * While nothing is typed: the suggested region, or the offer to find it out; the way to another store; all others. Then
 * the regions that have all typed words in their id or place, what was typed, if it may be a region's name, and the way
 * to another store at the end.
 */
export const regionChoices = (typed: string, suggested: string | null): readonly RegionChoice[] => {
  const words = folded(typed).split(/\s+/).filter(Boolean);
  const found = regions.filter(({ id, place }) =>
    words.every((word) => folded(`${id} ${place}`).includes(word)),
  );
  const ranked = found.toSorted((a, b) => Number(b.id === suggested) - Number(a.id === suggested));
  const id = typed.trim().toLowerCase();
  // Two are offered, too: the question then says that they are two.
  const isName = /^[a-z0-9][a-z0-9-]*$/.test(id) || holdsTwoRegions(id);
  const isNew = isName && regionPlace(id) === null;
  const unknown = words.length === 0 ? suggested : isNew ? id : null;
  const typedChoice: readonly RegionChoice[] =
    unknown === null || regionPlace(unknown) !== null ? [] : [{ type: "typed", id: unknown }];
  const known = ranked.map((region) => ({ type: "region", region }) as const);
  const other = { type: "otherStore" } as const;
  if (words.length === 0) {
    const first = known.filter(({ region }) => region.id === suggested);
    const rest = known.filter(({ region }) => region.id !== suggested);
    const found = [...typedChoice, ...first];
    return [...(found.length > 0 ? found : [{ type: "find" } as const]), other, ...rest];
  }
  return isOtherStoreMeant(typed)
    ? [...known, other, ...typedChoice]
    : [...known, ...typedChoice, other];
};
