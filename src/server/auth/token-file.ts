import { hash } from "node:crypto";
import { fail, ok, type Result } from "../../domain/result.ts";
import { withoutInvisible } from "../visible-text.ts";
import { tokenWords } from "../words/token-words.ts";

/** A sender's token as the file has it. The token itself is not kept, only its SHA-256. */
export interface TokenEntry {
  /** For logs and Slack. A plain token is called after its hash, so that it keeps its name when lines above it go. */
  readonly name: string;
  /** The name that releases up to 0.2 gave it. */
  readonly formerName: string;
  readonly sha256: Buffer;
  /** How its line has it. */
  readonly form: "hashed" | "plain";
}

export interface TokenFile {
  readonly entries: readonly TokenEntry[];
  /** Sentences for the administrator; they hold no token. */
  readonly warnings: readonly string[];
}

/** To read more would stop the server for seconds at each change of the file. */
const maxTokens = 100_000;
/** So many tokens with the longest names, and comments. */
export const maxTokenFileBytes = 32 * 1024 ** 2;

/** Plain tokens shorter than this can be guessed. */
const shortTokenChars = 20;
const hashedLine = /^([^:\s]{1,64}):sha256:([0-9a-f]{64})$/i;

/** SHA-256 of a token's UTF-8 bytes, what a `name:sha256:HEX` line holds as hex. */
export const hashToken = (token: string): Buffer => hash("sha256", token, "buffer");

/** What a script writes that hashes a token it has not got. */
const emptyHash = hashToken("").toString("hex");

const plainTokenName = (sha256: Buffer): string => `plain-${sha256.toString("hex", 0, 4)}`;

/** True for a name that only a plain token may have, now or in releases up to 0.2. */
export const isPlainTokenName = (name: string): boolean =>
  /^(line-\d+|plain-[0-9a-f]{8})$/.test(name);

const decode = (bytes: Uint8Array): string | null => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
};

// oxlint-disable-next-line no-control-regex -- a control character is what it looks for
const hasControl = (line: string) => /[\u0000-\u0008\u000b-\u001f\u007f]/.test(line);

/** The token of a line, counted from 1; null for a comment or nothing. Fails with a sentence that names the line. */
export const parseTokenLine = (raw: string, number: number): Result<TokenEntry | null, string> => {
  const line = raw.trim();
  if (line === "" || line.startsWith("#")) return ok(null);
  if (hasControl(line)) return fail(tokenWords.control(number));
  const hashed = hashedLine.exec(line);
  if (hashed) {
    const [, name = "", hex = ""] = hashed;
    if (withoutInvisible(name) !== name) return fail(tokenWords.invisibleName(number));
    if (hex.toLowerCase() === emptyHash) return fail(tokenWords.emptyToken(number));
    return ok({ name, formerName: name, sha256: Buffer.from(hex, "hex"), form: "hashed" });
  }
  if (line.includes(":sha256:"))
    return fail(`line ${number} is not NAME:sha256:HEX with 64 hex digits`);
  if (/\s/.test(line)) return fail(`line ${number} has a space inside the token`);
  const sha256 = hashToken(line);
  return ok({ name: plainTokenName(sha256), formerName: `line-${number}`, sha256, form: "plain" });
};

/** Takes one line's token after the other. Fails with a sentence for one that does not go with those before it. */
const createTokenList = () => {
  const entries: TokenEntry[] = [];
  const warnings: string[] = [];
  const names = new Set<string>();
  const nameByHash = new Map<string, string>();
  const add = (entry: TokenEntry, line: number): Result<null, string> => {
    const { name } = entry;
    const hash = entry.sha256.toString("hex");
    const other = nameByHash.get(hash);
    // A plain token twice is one token: earlier releases took such a file.
    if (other === name && isPlainTokenName(name)) {
      warnings.push(tokenWords.twice(line));
      return ok(null);
    }
    if (names.has(name)) return fail(tokenWords.repeated(line, name));
    if (other !== undefined) return fail(tokenWords.sameToken(line, other));
    if (entries.length === maxTokens) return fail(tokenWords.tooMany);
    names.add(name);
    nameByHash.set(hash, name);
    entries.push(entry);
    return ok(null);
  };
  return { entries, warnings, add };
};

/**
 * Reads a tokens file: one token a line, `#` comments, plain or `name:sha256:HEX`.
 * Fails with a sentence that names the line when any line is broken: half a file must never replace a whole one.
 */
export const parseTokenFile = (bytes: Uint8Array): Result<TokenFile, string> => {
  if (bytes.length === 0) return fail("it is empty; to allow nobody, put a # comment in it");
  const text = decode(bytes);
  if (text === null) return fail("it is not UTF-8 text");
  const { entries, warnings, add } = createTokenList();
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const parsed = parseTokenLine(raw, index + 1);
    if (!parsed.ok) return parsed;
    if (parsed.value === null) continue;
    const added = add(parsed.value, index + 1);
    if (!added.ok) return added;
    if (parsed.value.form === "plain" && raw.trim().length < shortTokenChars) {
      warnings.push(
        `the plain token on line ${index + 1} is short and easy to guess; \`token add NAME\` creates a better one`,
      );
    }
  }
  if (entries.length === 0) warnings.push(tokenWords.none);
  return ok({ entries, warnings });
};
