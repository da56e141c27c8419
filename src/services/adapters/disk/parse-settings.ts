import { readUploadOptions } from "../../../domain/upload-options.ts";
import { isCount, isRecord, isText, parseJson } from "../../../domain/json.ts";
import {
  defaultPreferences,
  isAddressing,
  type Connection,
  type Destination,
  type Preferences,
  type Settings,
} from "../../../domain/settings.ts";

/** Version of the settings file that this program writes. An older one is brought up, a newer one refused. */
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

const parseDestination = (value: unknown): Destination | null => {
  if (!isRecord(value)) return null;
  const { bucket, prefix } = value;
  return isText(bucket) && isText(prefix) ? { bucket, prefix } : null;
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

const parseConnection = (value: unknown): Connection | null => {
  if (!isRecord(value)) return null;
  const { name, accessKeyId, region, endpoint, addressing } = value;
  const options = readUploadOptions(value["options"]);
  const destinations = parseList(value["destinations"], parseDestination);
  if (destinations === null || !isTextOrNull(endpoint)) return null;
  if (!isText(name) || !isText(accessKeyId) || !isText(region)) return null;
  return {
    name,
    ...parseKeys(accessKeyId, value),
    region,
    endpoint,
    ...(isAddressing(addressing) && { addressing }),
    ...(options !== null && { options }),
    destinations,
  };
};

/** A preference that is absent or odd takes its default: it is a matter of taste, not of delivery. */
const parsePreferences = (value: unknown): Preferences => {
  const stored = isRecord(value) ? value : {};
  const flag = (name: "showHidden" | "sortDescending" | "ascii" | "terminalSignals") =>
    typeof stored[name] === "boolean" ? stored[name] : defaultPreferences[name];
  const { sort, theme, limitBytesPerSecond: limit } = stored;
  return {
    showHidden: flag("showHidden"),
    sort: sort === "size" || sort === "modified" ? sort : defaultPreferences.sort,
    sortDescending: flag("sortDescending"),
    theme: theme === "light" ? theme : defaultPreferences.theme,
    ascii: flag("ascii"),
    terminalSignals: flag("terminalSignals"),
    limitBytesPerSecond: typeof limit === "number" && limit > 0 ? limit : null,
  };
};

/** The settings in the text of the file, or why they cannot be read. */
export const parseSettings = (text: string): Settings | "corrupt" | "newer" => {
  const value = parseJson(text);
  if (!isRecord(value) || typeof value["version"] !== "number") return "corrupt";
  if (value["version"] > settingsVersion) return "newer";
  const connections = parseList(value["connections"], parseConnection);
  const { logUrl, logTokenOrigin } = value;
  if (connections === null || !isTextOrNull(logUrl)) return "corrupt";
  return {
    connections,
    logUrl,
    ...(isText(logTokenOrigin) && { logTokenOrigin }),
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
      destinations: destinations.map(({ bucket, prefix }) => ({ bucket, prefix })),
    }),
  );
  const { logUrl, logTokenOrigin, preferences } = settings;
  const stored = {
    version: settingsVersion,
    connections,
    logUrl,
    ...(logTokenOrigin !== undefined && { logTokenOrigin }),
    preferences,
  };
  return `${JSON.stringify(stored, null, 2)}\n`;
};
