/** A region of AWS, with the city or the part of a country that people know it by. */
export interface Region {
  readonly id: string;
  readonly place: string;
}

// AWS documentation, "AWS Regions", November 2026. Any other name can be typed.
const table = `
us-east-1 Virginia, United States
us-east-2 Ohio, United States
us-west-1 California, United States
us-west-2 Oregon, United States
ca-central-1 Montreal, Canada
ca-west-1 Calgary, Canada
mx-central-1 Querétaro, Mexico
sa-east-1 São Paulo, Brazil
eu-west-1 Dublin, Ireland
eu-west-2 London, United Kingdom
eu-west-3 Paris, France
eu-central-1 Frankfurt, Germany
eu-central-2 Zurich, Switzerland
eu-north-1 Stockholm, Sweden
eu-south-1 Milan, Italy
eu-south-2 Zaragoza, Spain
il-central-1 Tel Aviv, Israel
me-central-1 Dubai, United Arab Emirates
me-south-1 Manama, Bahrain
af-south-1 Cape Town, South Africa
ap-south-1 Mumbai, India
ap-south-2 Hyderabad, India
ap-southeast-1 Singapore
ap-southeast-2 Sydney, Australia
ap-southeast-3 Jakarta, Indonesia
ap-southeast-4 Melbourne, Australia
ap-southeast-5 Kuala Lumpur, Malaysia
ap-southeast-6 Auckland, New Zealand
ap-southeast-7 Bangkok, Thailand
ap-east-1 Hong Kong
ap-east-2 Taipei, Taiwan
ap-northeast-1 Tokyo, Japan
ap-northeast-2 Seoul, South Korea
ap-northeast-3 Osaka, Japan
cn-north-1 Beijing, China
cn-northwest-1 Ningxia, China
us-gov-east-1 Ohio, US government
us-gov-west-1 Oregon, US government
`;

/** All regions that we know by name. */
export const regions: readonly Region[] = table
  .trim()
  .split("\n")
  .map((line) => {
    const space = line.indexOf(" ");
    return { id: line.slice(0, space), place: line.slice(space + 1) };
  });

/** Where a region is; null for one that we do not know. */
export const regionPlace = (id: string): string | null =>
  regions.find((region) => region.id === id)?.place ?? null;

/** "Zürich" finds "Zurich", and "sao" finds "São Paulo". */
const folded = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** What the list of regions offers. */
export type RegionChoice =
  | { readonly type: "region"; readonly region: Region }
  /** A region that we do not know, as it was typed. */
  | { readonly type: "typed"; readonly id: string }
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

/**
 * The regions that have all typed words in their id or place, the suggested one first; then what was typed,
 * if it may be a region's name; and the way to another store at the end.
 */
export const regionChoices = (typed: string, suggested: string | null): readonly RegionChoice[] => {
  const words = folded(typed).split(/\s+/).filter(Boolean);
  const found = regions.filter(({ id, place }) =>
    words.every((word) => folded(`${id} ${place}`).includes(word)),
  );
  const ranked = found.toSorted((a, b) => Number(b.id === suggested) - Number(a.id === suggested));
  const id = typed.trim().toLowerCase();
  const isNew = /^[a-z0-9][a-z0-9-]*$/.test(id) && regionPlace(id) === null;
  const unknown = words.length === 0 ? suggested : isNew ? id : null;
  const typedChoice: readonly RegionChoice[] =
    unknown === null || regionPlace(unknown) !== null ? [] : [{ type: "typed", id: unknown }];
  const known = ranked.map((region) => ({ type: "region", region }) as const);
  const other = { type: "otherStore" } as const;
  if (words.length === 0) return [...typedChoice, ...known, other];
  return isOtherStoreMeant(typed)
    ? [...known, other, ...typedChoice]
    : [...known, ...typedChoice, other];
};
