import { Box } from "ink";
import type { Destination, PreferenceSwitch } from "../../../domain/settings.ts";
import type { SetupGoal } from "../../../domain/setup.ts";
import { useMenu } from "../../hooks/use-menu.ts";
import { useKeys } from "../../keys/use-keys.ts";
import { List } from "../../widgets/List.tsx";
import { StatusBar } from "../../widgets/StatusBar.tsx";
import { Tint } from "../../widgets/Tint.tsx";
import { useTheme } from "../../widgets/theme.ts";
import { connectionsWords } from "../../../words/connections.ts";
import { errorLine } from "../../../words/errors/error-words.ts";
import type { ScreenProps } from "../screen-props.ts";
import { type ConnectionRow, connectionRows, switched } from "./connection-rows.ts";

export interface ConnectionsScreenProps extends Omit<ScreenProps, "isVisible"> {
  readonly onSetup: (goal: SetupGoal) => void;
  readonly onReset: () => void;
  readonly onActivate: (connection: string, destination: Destination) => void;
}

const rowWords = (
  row: ConnectionRow,
  { active, settings }: Pick<ConnectionsScreenProps, "active" | "settings">,
): string => {
  if (row.type === "log") return connectionsWords.log(row.logUrl);
  if (row.type === "switch") return connectionsWords.preference(row.name, settings.preferences);
  const { connection, destination } = row;
  const isActive =
    connection.name === active.connection &&
    destination.bucket === active.destination.bucket &&
    destination.prefix === active.destination.prefix;
  return connectionsWords.destination(connection, destination, isActive);
};

/** Where to deliver, the log server, and the few settings; each can be changed alone. */
export const ConnectionsScreen = (props: ConnectionsScreenProps) => {
  const { services, settings, size, navigate, say, onSetup, onReset, onActivate } = props;
  const { symbols } = useTheme();
  const rows = connectionRows(settings);
  const height = Math.max(1, size.rows - 2);
  const { position, moves } = useMenu(rows.length, height);
  const row = rows[position.cursor];

  const toggle = async (name: PreferenceSwitch) => {
    const saved = await services.savePreferences(switched(settings.preferences, name));
    if (saved.ok) navigate({ type: "settingsChanged", settings: saved.value });
    else say(errorLine(saved.error));
  };
  const open = () => {
    if (row?.type === "destination") onActivate(row.connection.name, row.destination);
    else if (row?.type === "log") onSetup({ type: "log" });
    // Its failure becomes a note.
    else if (row) void toggle(row.name);
  };
  const change = (type: "destination" | "secret" | "accessKey" | "region" | "terms") =>
    row?.type === "destination"
      ? () => onSetup({ type, connection: row.connection.name })
      : { why: connectionsWords.markConnection };
  useKeys("connections", {
    ...moves,
    open,
    back: () => navigate({ type: "back" }),
    addConnection: () => onSetup({ type: "connection" }),
    addDestination: change("destination"),
    changeSecret: change("secret"),
    changeAccessKey: change("accessKey"),
    changeRegion: change("region"),
    changeTerms: change("terms"),
    changeLog: () => onSetup({ type: "log" }),
    remove: onReset,
  });
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows} paddingX={1}>
      <Tint isBold>{connectionsWords.title}</Tint>
      <List
        position={position}
        count={rows.length}
        columns={size.columns - 2}
        height={height}
        lineAt={(at, hasCursor) => {
          const each = rows[at];
          const words = each ? rowWords(each, props) : "";
          return { text: `${hasCursor ? symbols.focus : " "} ${words}`, isBold: hasCursor };
        }}
      />
      <StatusBar mode="connections" columns={size.columns - 2} />
    </Box>
  );
};
