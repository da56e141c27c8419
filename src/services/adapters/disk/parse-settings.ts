import { readUploadOptions } from "../../../domain/upload-options.ts";
import { isCount, isRecord, isText, parseJson } from "../../../domain/json.ts";
import {
  defaultPreferences,
  isAddressing,
  type Connection,
  type Destination,
  type LastDestination,
  type LogServer,
  type Preferences,
  type ServiceAddress,
  type Settings,
} from "../../../domain/settings.ts";

/**
 * Version of the settings file that this program writes; a newer one is refused. What is added for one version is left
 * alone by the others: a daemon of an older release goes on reading what it knows.
 */
export const settingsVersion = 1;

const isTextOrNull = (value: unknown): value is string | null => value === null || isText(value);

/** The list with each entry parsed; null when one of them cannot be. */
const parseList = <T>(value: unknown, parse: (entry: unknown) => T | null): readonly T[] | null => {
  if (!Array.isArray(value)) return null;
  const parsed: T[] = [];
  for (const entry of value) {
    const one = parse(entry);
    if (one === null) return null;
    parsed.push(one);
  }
  return parsed;
};

/** A destination's own address; null where it has none, as in settings of 0.2 and before. */
const parseAddress = (value: unknown): ServiceAddress | null => {
  if (!isRecord(value)) return null;
  const { region, endpoint } = value;
  return isText(region) && isTextOrNull(endpoint) ? { region, endpoint } : null;
};

const parseDestination = (value: unknown): Destination | null => {
  if (!isRecord(value)) return null;
  const { bucket, prefix } = value;
  const address = parseAddress(value["address"]);
  return isText(bucket) && isText(prefix)
    ? { bucket, prefix, ...(address !== null && { address }) }
    : null;
};

const parseKeys = (
  accessKeyId: string,
  { profile, session }: Readonly<Record<string, unknown>>,
): Pick<Connection, "accessKeyId" | "profile" | "session"> => {
  if (isText(profile)) return { accessKeyId: null, profile };
  const expiresAtMs = isRecord(session) ? session["expiresAtMs"] : undefined;
  return {
    accessKeyId,
    ...(isRecord(session) && {
      session: { expiresAtMs: isCount(expiresAtMs) ? expiresAtMs : null },
    }),
  };
};

/** What settings of 0.2 and before have for all connections together. */
interface OneLog {
  readonly logUrl: string | null;
  readonly logTokenOrigin?: string | undefined;
}

/** A connection's own log server, where the file says so; else the one of all. */
const parseLog = (value: unknown, { logUrl, logTokenOrigin }: OneLog): LogServer | null => {
  if (value === undefined) {
    if (logUrl === null) return null;
    return { url: logUrl, ...(logTokenOrigin !== undefined && { tokenOrigin: logTokenOrigin }) };
  }
  if (!isRecord(value) || !isText(value["url"])) return null;
  const { url, tokenOrigin } = value;
  return { url, ...(isText(tokenOrigin) && { tokenOrigin }) };
};

const parseConnection = (value: unknown, all: OneLog): Connection | null => {
  if (!isRecord(value)) return null;
  const { name, accessKeyId, region, endpoint, addressing } = value;
  const options = readUploadOptions(value["options"]);
  const destinations = parseList(value["destinations"], parseDestination);
  const log = parseLog(value["log"], all);
  if (destinations === null || !isTextOrNull(endpoint)) return null;
  if (!isText(name) || !isText(accessKeyId) || !isText(region)) return null;
  return {
    name,
    ...parseKeys(accessKeyId, value),
    region,
    endpoint,
    ...(isAddressing(addressing) && { addressing }),
    ...(options !== null && { options }),
    ...(log !== null && { log }),
    destinations,
  };
};

/** A preference that is absent or odd takes its default: it is a matter of taste, not of delivery. */
const parsePreferences = (value: unknown): Preferences => {
  const stored = isRecord(value) ? value : {};
  const flag = (
    name: "showHidden" | "sortDescending" | "ascii" | "terminalSignals" | "plainText",
  ) => (typeof stored[name] === "boolean" ? stored[name] : defaultPreferences[name]);
  const { sort, theme, limitBytesPerSecond: limit } = stored;
  return {
    showHidden: flag("showHidden"),
    sort: sort === "size" || sort === "modified" ? sort : defaultPreferences.sort,
    sortDescending: flag("sortDescending"),
    theme: theme === "light" ? theme : defaultPreferences.theme,
    ascii: flag("ascii"),
    terminalSignals: flag("terminalSignals"),
    limitBytesPerSecond: typeof limit === "number" && limit > 0 ? limit : null,
    plainText: flag("plainText"),
  };
};

/** Absent or odd, the app begins with the first destination. */
const parseLastDestination = (value: unknown): LastDestination | null => {
  if (!isRecord(value)) return null;
  const { connection, bucket, prefix } = value;
  return isText(connection) && isText(bucket) && isText(prefix)
    ? { connection, bucket, prefix }
    : null;
};

/** The settings in the text of the file, or why they cannot be read. */
export const parseSettings = (text: string): Settings | "corrupt" | "newer" => {
  const value = parseJson(text);
  if (!isRecord(value) || typeof value["version"] !== "number") return "corrupt";
  if (value["version"] > settingsVersion) return "newer";
  const { logUrl, logTokenOrigin } = value;
  if (!isTextOrNull(logUrl)) return "corrupt";
  const lastDestination = parseLastDestination(value["lastDestination"]);
  const all = { logUrl, ...(isText(logTokenOrigin) && { logTokenOrigin }) };
  const connections = parseList(value["connections"], (each) => parseConnection(each, all));
  if (connections === null) return "corrupt";
  return {
    connections,
    ...all,
    ...(lastDestination !== null && { lastDestination }),
    preferences: parsePreferences(value["preferences"]),
  };
};

/** The text of the file for these settings: field by field, so that nothing else can slip in. */
export const writeSettings = (settings: Settings): string => {
  const connections = settings.connections.map(
    ({ name, accessKeyId, profile, session, region, endpoint, destinations, ...more }) => ({
      name,
      // Earlier releases read a text here, or nothing of the file at all.
      accessKeyId: accessKeyId ?? "",
      ...(profile !== undefined && { profile }),
      ...(session !== undefined && { session: { expiresAtMs: session.expiresAtMs } }),
      region,
      endpoint,
      ...(more.addressing !== undefined && { addressing: more.addressing }),
      ...(more.options !== undefined && { options: readUploadOptions(more.options) }),
      // Null, so that the one of all is not taken for it.
      log: more.log === undefined ? null : { url: more.log.url, tokenOrigin: more.log.tokenOrigin },
      destinations: destinations.map(({ bucket, prefix, address }) => ({
        bucket,
        prefix,
        ...(address !== undefined && {
          address: { region: address.region, endpoint: address.endpoint },
        }),
      })),
    }),
  );
  const { logUrl, logTokenOrigin, lastDestination, preferences } = settings;
  const stored = {
    version: settingsVersion,
    connections,
    logUrl,
    ...(logTokenOrigin !== undefined && { logTokenOrigin }),
    ...(lastDestination !== undefined && {
      lastDestination: {
        connection: lastDestination.connection,
        bucket: lastDestination.bucket,
        prefix: lastDestination.prefix,
      },
    }),
    preferences,
  };
  return `${JSON.stringify(stored, null, 2)}\n`;
};
