import type { Connection, Destination, Settings } from "../../../domain/settings.ts";

/** One line of the screen: a place to deliver to, its connection's log server, or the way to the settings. */
export type ConnectionRow =
  | {
      readonly type: "destination";
      readonly connection: Connection;
      readonly destination: Destination;
    }
  | { readonly type: "log"; readonly connection: Connection }
  | { readonly type: "settings" };

/** Each connection's destinations and its log server, and the settings. */
export const connectionRows = ({ connections }: Settings): readonly ConnectionRow[] => [
  ...connections.flatMap((connection) => [
    ...connection.destinations.map(
      (destination) => ({ type: "destination", connection, destination }) as const,
    ),
    { type: "log", connection } as const,
  ]),
  { type: "settings" },
];
