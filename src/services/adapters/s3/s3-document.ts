const entities: Readonly<Record<string, string>> = {
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  amp: "&",
};

const fromEntity = (whole: string, name: string): string => {
  const number = /^#(?:x([0-9a-f]+)|(\d+))$/iu.exec(name);
  if (number === null) return entities[name] ?? whole;
  const point = number[1] === undefined ? Number(number[2]) : Number.parseInt(number[1], 16);
  return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
};

const unescapeXml = (text: string): string =>
  text.includes("&") ? text.replaceAll(/&(#?\w+);/gu, fromEntity) : text;

/** Text as it may stand within an element. */
export const escapeXml = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");

/** The text of the first `<name>` in `xml`; null when there is none. */
export const xmlText = (xml: string, name: string): string | null => {
  const found = new RegExp(`<${name}(?:\\s[^<>]*)?>([^<]*)</${name}\\s*>`, "u").exec(xml)?.[1];
  return found === undefined ? null : unescapeXml(found);
};

const prefixedRoot = /^\s*(?:<\?[^>]*\?>\s*)*<[\w.-]+:/u;

// One that does not end is text to the end: else its end would be looked for again behind each beginning.
const cdata = /<!\[CDATA\[(.*?)(?:\]\]>|$)/gsu;

/**
 * The document of an answer as S3 itself would write it. Some services put a namespace's prefix before the name of each
 * element, and others their text into CDATA; to XML that is the same.
 */
export const readDocument = (body: Buffer): string => {
  const xml = body.toString("utf8");
  const plain = xml.includes("<![CDATA[")
    ? xml.replaceAll(cdata, (_whole, text: string) => escapeXml(text))
    : xml;
  // "<" stands for itself in no text.
  return prefixedRoot.test(plain) ? plain.replaceAll(/<(\/?)[\w.-]+:/gu, "<$1") : plain;
};
