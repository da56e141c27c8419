import type {
  Connection,
  Destination,
  Preferences,
  PreferenceSwitch,
  Settings,
} from "../../../domain/settings.ts";

/** One line of the screen: a place to deliver to, the log server, or a setting. */
export type ConnectionRow =
  | {
      readonly type: "destination";
      readonly connection: Connection;
      readonly destination: Destination;
    }
  | { readonly type: "log"; readonly logUrl: string | null }
  | { readonly type: "switch"; readonly name: PreferenceSwitch };

/** All destinations of all connections, the log server, and the settings. */
export const connectionRows = ({ connections, logUrl }: Settings): readonly ConnectionRow[] => [
  ...connections.flatMap((connection) =>
    connection.destinations.map(
      (destination) => ({ type: "destination", connection, destination }) as const,
    ),
  ),
  { type: "log", logUrl },
  { type: "switch", name: "theme" },
  { type: "switch", name: "ascii" },
  { type: "switch", name: "terminalSignals" },
];

/** The preferences after one setting was switched. */
export const switched = (preferences: Preferences, name: PreferenceSwitch): Preferences => {
  if (name === "theme")
    return { ...preferences, theme: preferences.theme === "dark" ? "light" : "dark" };
  return { ...preferences, [name]: !preferences[name] };
};
