/** A path as people write one from its start: absolute, from the home folder, or from this folder. */
export const looksLikePath = (text: string): boolean =>
  /^(?:\/|~$|~\/|\.{1,2}$|\.{1,2}\/|file:\/\/)/u.test(text);

/** RFC 8089: what stands behind the host. A byte that is no UTF-8 leaves the text as it is. */
const fromUri = (word: string): string => {
  if (!word.startsWith("file://")) return word;
  const at = word.slice("file://".length).replace(/^[^/]*/u, "");
  try {
    return decodeURIComponent(at);
  } catch {
    return at;
  }
};

/** In a shell's double quotes a backslash protects these alone. */
const protectedInQuotes = '"\\$`';

/** The words of a line as a shell takes it apart; terminals write dropped files so. Null: a quote is not closed. */
const shellWords = (line: string): readonly string[] | null => {
  const words: string[] = [];
  let word: string | null = null;
  let quote: string | null = null;
  for (let at = 0; at < line.length; at += 1) {
    const character = line.charAt(at);
    const next = line.charAt(at + 1);
    if (quote !== null) {
      if (character === quote) quote = null;
      else if (quote === '"' && character === "\\" && protectedInQuotes.includes(next)) {
        word = (word ?? "") + next;
        at += 1;
      } else word = (word ?? "") + character;
    } else if (character === "'" || character === '"') {
      quote = character;
      word ??= "";
    } else if (character === "\\" && next !== "") {
      word = (word ?? "") + next;
      at += 1;
    } else if (/\s/u.test(character)) {
      if (word !== null) words.push(word);
      word = null;
    } else word = (word ?? "") + character;
  }
  if (quote !== null) return null;
  return word === null ? words : [...words, word];
};

/** One line: several paths where each looks like one, else one path, whose spaces nobody has protected. */
const pathsOfLine = (line: string): readonly string[] => {
  const words = shellWords(line);
  if (words === null) return [line];
  if (words.length > 1 && !words.every(looksLikePath)) return [line];
  return words.map(fromUri);
};

/**
 * The paths of a pasted text, in the forms that terminals and file managers give them: one a line or in one line, quoted,
 * with protected spaces, as file URIs (RFC 2483 has comments). Empty for a text that names no path.
 */
export const pastedPaths = (text: string): readonly string[] => {
  const lines = text
    .split(/[\r\n\0]+/u)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  const paths = lines.flatMap(pathsOfLine);
  return lines.length > 1 || paths.some(looksLikePath) ? paths : [];
};
