/** Where a connection may deliver. */
export interface Destination {
  readonly bucket: string;
  /** Without leading slash; empty, or ending in "/". */
  readonly prefix: string;
}

/** A key, its region and endpoint, under a name. The secret is in the secret store under `secretAccount`. */
export interface Connection {
  readonly name: string;
  readonly accessKeyId: string;
  readonly region: string;
  /** Absolute URL of an S3-compatible store; null means AWS. */
  readonly endpoint: string | null;
  /** At least one. The first is where the app opens. */
  readonly destinations: readonly Destination[];
}

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

/** Account of the log server's token in the secret store. */
export const logTokenAccount = "log-token";
