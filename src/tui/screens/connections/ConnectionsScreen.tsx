import { Box } from "ink";
import type { Destination } from "../../../domain/settings.ts";
import type { SetupGoal } from "../../../domain/setup.ts";
import { useMenu } from "../../hooks/use-menu.ts";
import { useKeys } from "../../keys/use-keys.ts";
import { List } from "../../widgets/List.tsx";
import { StatusBar } from "../../widgets/StatusBar.tsx";
import { Tint } from "../../widgets/Tint.tsx";
import { useTheme } from "../../widgets/theme.ts";
import { connectionsWords } from "../../../words/connections.ts";
import { settingsWords } from "../../../words/settings.ts";
import type { ScreenProps } from "../screen-props.ts";
import { type ConnectionRow, connectionRows } from "./connection-rows.ts";

export interface ConnectionsScreenProps extends Omit<
  ScreenProps,
  "isVisible" | "services" | "say"
> {
  readonly onSetup: (goal: SetupGoal) => void;
  readonly onReset: () => void;
  readonly onSettings: () => void;
  readonly onActivate: (connection: string, destination: Destination) => void;
}

const rowWords = (
  row: ConnectionRow,
  { active }: Pick<ConnectionsScreenProps, "active">,
): string => {
  if (row.type === "log") return connectionsWords.log(row.connection.name, row.connection.log);
  if (row.type === "settings") return settingsWords.open;
  const { connection, destination } = row;
  const isActive =
    connection.name === active.connection &&
    destination.bucket === active.destination.bucket &&
    destination.prefix === active.destination.prefix;
  return connectionsWords.destination(connection, destination, isActive);
};

/** Where to deliver, and who is told of it; each value can be changed alone. */
export const ConnectionsScreen = (props: ConnectionsScreenProps) => {
  const { settings, size, navigate, onSetup, onReset, onActivate, onSettings } = props;
  const { symbols } = useTheme();
  const rows = connectionRows(settings);
  const height = Math.max(1, size.rows - 2);
  const { position, moves } = useMenu(rows.length, height);
  const row = rows[position.cursor];

  const open = () => {
    if (row?.type === "destination") onActivate(row.connection.name, row.destination);
    else if (row?.type === "log") onSetup({ type: "log", connection: row.connection.name });
    else if (row) onSettings();
  };
  const change = (type: Exclude<SetupGoal["type"], "connection">) => {
    if (row === undefined || row.type === "settings")
      return { why: connectionsWords.markConnection };
    const { name: connection } = row.connection;
    const destination = row.type === "destination" ? row.destination : undefined;
    return () => onSetup({ type, connection, destination });
  };
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
    changeLog: change("log"),
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
