import type { UploadOptions } from "./transfer.ts";

/** What is known of temporary keys beside their token. */
export interface KeySession {
  /** Null where nobody has said when they end. */
  readonly expiresAtMs: number | null;
}

/** Where the storage service is that has a bucket. */
export interface ServiceAddress {
  readonly region: string;
  /** Absolute URL of an S3-compatible store; null means AWS. */
  readonly endpoint: string | null;
}

/** Where a connection may deliver. */
export interface Destination {
  readonly bucket: string;
  /** Without leading slash; empty, or ending in "/". */
  readonly prefix: string;
  /** Absent: that of its connection. */
  readonly address?: ServiceAddress | undefined;
}

/** Where the bucket stands in an address: in the path, in the host, or as the store turns out to want it. */
export const addressings = ["auto", "path", "virtual"] as const;

export type Addressing = (typeof addressings)[number];

/** True for the name of a way to address buckets, from a command line or a settings file. */
export const isAddressing = (value: unknown): value is Addressing =>
  addressings.some((addressing) => addressing === value);

/** What is wrong with any other word: "must be auto, path or virtual". */
export const addressingProblem = `must be ${addressings.slice(0, -1).join(", ")} or ${addressings.at(-1)}`;

/** A log server, and whose the token is that is stored for it. */
export interface LogServer {
  readonly url: string;
  /** Origin (RFC 6454) of the log server that the stored token was typed for; absent: that of `url`. */
  readonly tokenOrigin?: string | undefined;
}

/**
 * A key and its destinations, under a name. The secret is in the secret store under `secretAccount`; region and endpoint
 * are those of the destinations that have none of their own (`addressOf`).
 */
export interface Connection extends ServiceAddress {
  readonly name: string;
  /** Null: the profile has it. */
  readonly accessKeyId: string | null;
  /** AWS profile of this computer that gives the keys each time; nothing of them is stored. */
  readonly profile?: string | undefined;
  /** Of temporary keys; their token is in the secret store under `sessionAccount`. */
  readonly session?: KeySession | undefined;
  /** Absent: "auto". */
  readonly addressing?: Addressing | undefined;
  /** What the owner of the bucket asks of every upload; one upload may ask for more. */
  readonly options?: UploadOptions | undefined;
  /** Who is told of its deliveries; absent: nobody. */
  readonly log?: LogServer | undefined;
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
  /** The app line by line, at every start. */
  readonly plainText: boolean;
}

/** Where the app delivered to when it was used last. */
export interface LastDestination {
  readonly connection: string;
  readonly bucket: string;
  readonly prefix: string;
}

/** A preference of a few values, which keys step through. */
export type PreferenceChoice = Exclude<keyof Preferences, "limitBytesPerSecond">;

export interface Settings {
  readonly connections: readonly Connection[];
  /**
   * Log server for uploads with keys of the environment: the one that all connections have, if so. All that releases up
   * to 0.2 know.
   */
  readonly logUrl: string | null;
  /** Origin (RFC 6454) of the log server whose token is under `logTokenAccount`; absent: that of `logUrl`. */
  readonly logTokenOrigin?: string | undefined;
  /** Absent: the first destination of the first connection. */
  readonly lastDestination?: LastDestination | undefined;
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
  plainText: false,
};

/** What a fresh machine has. */
export const emptySettings: Settings = {
  connections: [],
  logUrl: null,
  preferences: defaultPreferences,
};

/** What a fresh machine has whose first window is of this kind. */
export const freshSettings = (theme: Preferences["theme"]): Settings => ({
  ...emptySettings,
  preferences: { ...defaultPreferences, theme },
});

/** Account of a connection's secret access key in the secret store. */
export const secretAccount = (connectionName: string): string => `connection:${connectionName}`;

/** Account of the session token of a connection with temporary keys. */
export const sessionAccount = (connectionName: string): string =>
  `connection-session:${connectionName}`;

/** Account of the token for a connection's log server. */
export const logTokenAccountOf = (connectionName: string): string =>
  `connection-log-token:${connectionName}`;

/** Accounts of what goes with a connection's access key. */
export const keyAccounts = (connectionName: string): readonly string[] => [
  secretAccount(connectionName),
  sessionAccount(connectionName),
];

/** All accounts in the secret store that a connection may have. */
export const connectionAccounts = (connectionName: string): readonly string[] => [
  ...keyAccounts(connectionName),
  logTokenAccountOf(connectionName),
];

/** Account of the one log server token of releases up to 0.2: for every connection without one of its own. */
export const logTokenAccount = "log-token";
