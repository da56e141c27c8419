const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

// XML 1.0 forbids most controls even as character references; S3 has encoding-type=url for keys that hold them.
const escapeControl = (character: string): string => {
  const code = character.charCodeAt(0);
  if (code === 0x0a || code === 0x0d) return `&#${code};`;
  return code < 0x20 && code !== 0x09 ? "\u{FFFD}" : character;
};

/** `text` as XML content; characters that XML cannot carry become U+FFFD. */
export const escapeXml = (text: string): string =>
  text
    .replaceAll(/[&<>"]/gu, (character) => entities[character] ?? character)
    .replaceAll(/\p{Cc}/gu, escapeControl);

type Content = string | number | boolean | readonly XmlNode[];
/** An element: name and content. */
export type XmlNode = readonly [name: string, content: Content];

const render = ([name, content]: XmlNode): string => {
  const inner =
    typeof content === "object" ? content.map(render).join("") : escapeXml(String(content));
  return `<${name}>${inner}</${name}>`;
};

/** A document with S3's name space on its root, which the SDKs ignore and aws-cli expects. */
export const toXml = (root: string, children: readonly XmlNode[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${children
    .map(render)
    .join("")}</${root}>`;

/** S3's error document, which has no name space. */
export const toErrorXml = (fields: Readonly<Record<string, string>>): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${Object.entries(fields).map(render).join("")}</Error>`;

const unescapeXml = (text: string): string =>
  text
    .replaceAll("&quot;", '"')
    .replaceAll("&#34;", '"')
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");

/** The parts that a CompleteMultipartUpload document names, in its order. */
export interface NamedPart {
  readonly partNumber: number;
  readonly etag: string;
  /** Base64, when given. */
  readonly crc32: string | null;
}

const element = (xml: string, name: string): string | null => {
  const found = new RegExp(`<${name}>\\s*([^<]*?)\\s*</${name}>`, "u").exec(xml);
  return found?.[1] === undefined ? null : unescapeXml(found[1]);
};

/** Reads the body of CompleteMultipartUpload; empty when it names no part. */
export const parseCompleteXml = (xml: string): readonly NamedPart[] =>
  [...xml.matchAll(/<Part>(.*?)<\/Part>/gsu)].map((match) => {
    const part = match[1] ?? "";
    return {
      partNumber: Number(element(part, "PartNumber")),
      etag: (element(part, "ETag") ?? "").replaceAll('"', ""),
      crc32: element(part, "ChecksumCRC32"),
    };
  });
