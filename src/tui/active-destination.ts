import type { Destination, Settings } from "../domain/settings.ts";
import type { ActiveDestination } from "../domain/active-destination.ts";

/** Where to deliver: a connection by name, or the first; its given destination, or its first. Null when none. */
export const activeDestination = (
  settings: Settings,
  name?: string,
  wanted?: Destination,
): ActiveDestination | null => {
  const named = settings.connections.find((each) => each.name === name);
  const connection = named ?? settings.connections[0];
  const destination =
    connection?.destinations.find(
      ({ bucket, prefix }) => bucket === wanted?.bucket && prefix === wanted.prefix,
    ) ?? connection?.destinations[0];
  return connection && destination
    ? { connection: connection.name, region: connection.region, destination }
    : null;
};
