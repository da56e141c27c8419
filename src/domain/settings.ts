import type { UploadOptions } from "./transfer.ts";

/** What is known of temporary keys beside their token. */
export interface KeySession {
  /** Null where nobody has said when they end. */
  readonly expiresAtMs: number | null;
}

/** Where a connection may deliver. */
export interface Destination {
  readonly bucket: string;
  /** Without leading slash; empty, or ending in "/". */
  readonly prefix: string;
}

/** Where the bucket stands in an address: in the path, in the host, or as the store turns out to want it. */
export const addressings = ["auto", "path", "virtual"] as const;

export type Addressing = (typeof addressings)[number];

/** True for the name of a way to address buckets, from a command line or a settings file. */
export const isAddressing = (value: unknown): value is Addressing =>
  addressings.some((addressing) => addressing === value);

/** A key, its region and endpoint, under a name. The secret is in the secret store under `secretAccount`. */
export interface Connection {
  readonly name: string;
  /** Null: the profile has it. */
  readonly accessKeyId: string | null;
  /** AWS profile of this computer that gives the keys each time; nothing of them is stored. */
  readonly profile?: string | undefined;
  /** Of temporary keys; their token is in the secret store under `sessionAccount`. */
  readonly session?: KeySession | undefined;
  readonly region: string;
  /** Absolute URL of an S3-compatible store; null means AWS. */
  readonly endpoint: string | null;
  /** Absent: "auto". */
  readonly addressing?: Addressing | undefined;
  /** What the owner of the bucket asks of every upload; one upload may ask for more. */
  readonly options?: UploadOptions | undefined;
  /** At least one. The first is where the app opens. */
  readonly destinations: readonly Destination[];
}

/** True for temporary keys that have run out. */
export const haveKeysEnded = ({ session }: Connection, nowMs: number): boolean =>
  typeof session?.expiresAtMs === "number" && session.expiresAtMs <= nowMs;

/** What a folder is sorted by. */
export type SortBy = "name" | "size" | "modified";

export interface Preferences {
  readonly showHidden: boolean;
  readonly sort: SortBy;
  readonly sortDescending: boolean;
  readonly theme: "dark" | "light";
  readonly ascii: boolean;
  /** Title, bell and progress of the terminal. */
  readonly terminalSignals: boolean;
  readonly limitBytesPerSecond: number | null;
}

/** A preference that one key switches over. */
export type PreferenceSwitch = "theme" | "ascii" | "terminalSignals";

export interface Settings {
  readonly connections: readonly Connection[];
  /** URL of the log server; null when the set-up skipped it. */
  readonly logUrl: string | null;
  /** Origin (RFC 6454) of the log server that the stored token is for; absent: that of `logUrl`. */
  readonly logTokenOrigin?: string | undefined;
  readonly preferences: Preferences;
}

export const defaultPreferences: Preferences = {
  showHidden: false,
  sort: "name",
  sortDescending: false,
  theme: "dark",
  ascii: false,
  terminalSignals: true,
  limitBytesPerSecond: null,
};

/** What a fresh machine has. */
export const emptySettings: Settings = {
  connections: [],
  logUrl: null,
  preferences: defaultPreferences,
};

/** Account of a connection's secret access key in the secret store. */
export const secretAccount = (connectionName: string): string => `connection:${connectionName}`;

/** Account of the session token of a connection with temporary keys. */
export const sessionAccount = (connectionName: string): string =>
  `connection-session:${connectionName}`;

/** All accounts in the secret store that a connection may have. */
export const connectionAccounts = (connectionName: string): readonly string[] => [
  secretAccount(connectionName),
  sessionAccount(connectionName),
];

/** Account of the log server's token in the secret store. */
export const logTokenAccount = "log-token";
