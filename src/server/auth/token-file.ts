import { hash } from "node:crypto";
import { fail, ok, type Result } from "../../domain/result.ts";
import { tokenWords } from "../words/token-words.ts";

/** A sender's token as the file has it. The token itself is not kept, only its SHA-256. */
export interface TokenEntry {
  /** For logs and Slack. A plain token is called after its hash, so that it keeps its name when lines above it go. */
  readonly name: string;
  /** The name that releases up to 0.2 gave it. */
  readonly formerName: string;
  readonly sha256: Buffer;
}

export interface TokenFile {
  readonly entries: readonly TokenEntry[];
  /** Sentences for the administrator; they hold no token. */
  readonly warnings: readonly string[];
}

/** Plain tokens shorter than this can be guessed. */
const shortTokenChars = 20;
const hashedLine = /^([^:\s]{1,64}):sha256:([0-9a-f]{64})$/i;

/** SHA-256 of a token's UTF-8 bytes, what a `name:sha256:HEX` line holds as hex. */
export const hashToken = (token: string): Buffer => hash("sha256", token, "buffer");

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

const parseLine = (line: string, number: number): Result<TokenEntry, string> => {
  if (hasControl(line)) return fail(tokenWords.control(number));
  const hashed = hashedLine.exec(line);
  if (hashed) {
    const [, name = "", hex = ""] = hashed;
    return ok({ name, formerName: name, sha256: Buffer.from(hex, "hex") });
  }
  if (line.includes(":sha256:"))
    return fail(`line ${number} is not NAME:sha256:HEX with 64 hex digits`);
  if (/\s/.test(line)) return fail(`line ${number} has a space inside the token`);
  const sha256 = hashToken(line);
  return ok({ name: plainTokenName(sha256), formerName: `line-${number}`, sha256 });
};

/**
 * Reads a tokens file: one token a line, `#` comments, plain or `name:sha256:HEX`.
 * Fails with a sentence that names the line when any line is broken: half a file must never replace a whole one.
 */
export const parseTokenFile = (bytes: Uint8Array): Result<TokenFile, string> => {
  if (bytes.length === 0) return fail("it is empty; to allow nobody, put a # comment in it");
  const text = decode(bytes);
  if (text === null) return fail("it is not UTF-8 text");
  const entries: TokenEntry[] = [];
  const warnings: string[] = [];
  const names = new Set<string>();
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    const parsed = parseLine(line, index + 1);
    if (!parsed.ok) return parsed;
    const { name } = parsed.value;
    if (names.has(name)) return fail(tokenWords.repeated(index + 1, name));
    names.add(name);
    entries.push(parsed.value);
    if (!line.includes(":sha256:") && line.length < shortTokenChars) {
      warnings.push(
        `the plain token on line ${index + 1} is short and easy to guess; \`token add NAME\` creates a better one`,
      );
    }
  }
  if (entries.length === 0) warnings.push(tokenWords.none);
  return ok({ entries, warnings });
};
