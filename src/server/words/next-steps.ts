import path from "node:path";

const program = "s3-sftp-log-server";

/** As a shell takes it for one word. */
const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/u.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** More names than this are a list to read elsewhere. */
const maxNames = 5;

/** A sentence about what is wrong, and what to do about it on lines of their own. */
export const withNext = (problem: string, ...next: readonly string[]): string =>
  [problem, ...next.map((line) => `  ${line}`)].join("\n");

/** What to do about a code of the system; the codes are those of open(2), listen(2) and the like. */
const bySystemCode: Readonly<Record<string, (file: string) => string>> = {
  EACCES: () => "run this as its owner or as root",
  EPERM: () => "run this as its owner or as root",
  EISDIR: () => "that is a folder; name a file",
  ENOTDIR: (file) => `${path.dirname(file)} is no folder`,
  ENOENT: (file) => `there is no folder ${path.dirname(path.resolve(file))}; make it first`,
  EROFS: () => "the file system is read-only",
  ENOSPC: () => "the disk is full: free some space",
};

const byListenCode: Readonly<Record<string, string>> = {
  EADDRINUSE: "another program listens there: stop it, or give another --port",
  EACCES: "ports below 1024 are for root: give another --port, or CAP_NET_BIND_SERVICE",
  EADDRNOTAVAIL: "this machine has no such address: leave --host out, or give one of its own",
  ENOTFOUND: "no such host name: give an address, or leave --host out",
};

/** Codes of OpenSSL, as Node names them. */
const byTlsCode: Readonly<Record<string, string>> = {
  ERR_OSSL_PEM_NO_START_LINE:
    "both must be PEM: -----BEGIN CERTIFICATE----- and -----BEGIN PRIVATE KEY-----",
  ERR_OSSL_X509_KEY_VALUES_MISMATCH: "the key belongs to another certificate",
};

const orNothing = (words: string | undefined): readonly string[] =>
  words === undefined ? [] : [words];

/** What an administrator can do next: commands to copy, names to choose from. */
export const nextSteps = {
  addToken: (file: string): string =>
    `${program} token add NAME --tokens ${shellWord(file)} makes it`,
  listTokens: (file: string): string =>
    `${program} token list --tokens ${shellWord(file)} lists them`,
  /** Names that there are, if that is not a long list. */
  names: (names: readonly string[], file: string): string => {
    if (names.length === 0) return "the tokens file has no tokens";
    return names.length > maxNames
      ? nextSteps.listTokens(file)
      : `there ${names.length === 1 ? "is" : "are"}: ${names.join(", ")}`;
  },
  /** Of a name that is taken. */
  replaceToken: (name: string, file: string): readonly string[] => [
    "choose another name, or remove the old token first:",
    `${program} token revoke ${shellWord(name)} --tokens ${shellWord(file)}`,
  ],
  /** Of several: each is named above. */
  replaceTokens: "choose other names, or remove the old tokens first with `token revoke NAME`",
  commandForm: (command: string): string => `${program} ${command} NAME --tokens FILE`,
  afterSystemError: (code: string, file: string): readonly string[] =>
    orNothing(bySystemCode[code]?.(file)),
  afterListenError: (code: string): readonly string[] => orNothing(byListenCode[code]),
  noSuchFile: (file: string): string => `there is no file ${file}`,
  afterTlsError: (code: string): readonly string[] => orNothing(byTlsCode[code]),
  redisAway: "see that Redis runs there, and compare --redis or REDIS_URL with its address",
  otherDataFolder: "stop it first, or give this one a --data DIR of its own",
  nameFolder: "give a --data DIR; a start makes it",
  nameDataFolder: "give the server's own --data DIR, or its --redis URL",
} as const;
