import { withoutInvisible } from "../visible-text.ts";
import { didYouMean } from "./did-you-mean.ts";

/** What is said of the tokens file and its tokens. */
export const tokenWords = {
  openToAll: "every user of this machine can read the tokens file; run chmod 600 on it",
  invalid: "tokens file is invalid, keeping the last valid one",
  none: "the tokens file has no tokens: every sender is rejected",
  control: (line: number): string => `line ${line} contains a control character`,
  repeated: (line: number, name: string): string => `line ${line} repeats the name ${name}`,
  /** Of a token that an earlier line has under another name: its messages would be shown as the other's. */
  sameToken: (line: number, other: string): string =>
    `line ${line} has the same token as ${other}; each name needs its own`,
  twice: (line: number): string => `line ${line} repeats a plain token of an earlier line`,
  emptyToken: (line: number): string => `line ${line} is the SHA-256 of an empty token`,
  invisibleName: (line: number): string =>
    `line ${line} has a name with an invisible or control character`,
  noFile: "it is no regular file",
  absent: "it does not exist",
  unreadable: (code: string): string => `cannot be read (${code})`,
  tooMany: "it has more than 100,000 tokens",
  locked: (lock: string): string =>
    `another process is changing the tokens file; if that is not so, remove ${lock}`,
  notOwner: (file: string): string =>
    `cannot keep the owner and group of ${file}; run this as its owner or as root`,
  taken: (name: string): string => `a token named ${name} already exists`,
  unknown: (name: string, nearest: readonly string[]): string =>
    `no token is named ${name}${didYouMean(nearest)}`,
  unusableName: (name: string): string =>
    `"${withoutInvisible(name)}" cannot be a name: 1 to 64 letters, digits or . _ @ -`,
  reservedName: (name: string): string =>
    `${name} cannot be a name: plain tokens are called so; choose another one`,
  fixFirst: (file: string, why: string): string => `${file} is invalid, fix it first: ${why}`,
  /** A comment in a file without tokens. */
  nobody: "# nobody",
  /** Before a token on standard output. */
  added: (name: string): string =>
    `Token for ${name}. It is shown only once; the file stores its SHA-256:`,
  /** Of one that could not be shown, and never will be. */
  takenBack: (name: string, code: string): string =>
    `the token of ${name} could not be written (${code}) and was removed; add it again`,
  revoked: (name: string): string =>
    `Revoked the token of ${name}. A running server stops accepting it within a second.`,
  /** `token list`: a name, and how the file has its token. */
  listed: (name: string, form: "hashed" | "plain"): string => `${name}  ${form}`,
  cannotWrite: (file: string, code: string): string => `cannot change ${file} (${code})`,
} as const;
