import type { Destination, Settings } from "../domain/settings.ts";
import type { ActiveDestination } from "../domain/active-destination.ts";

/**
 * Where to deliver: a connection by name, or the first without a name; its given destination, or its first. Null when
 * there is no such connection: files must not go to another one than the person named.
 */
export const activeDestination = (
  settings: Settings,
  name?: string,
  wanted?: Destination,
): ActiveDestination | null => {
  const { connections } = settings;
  const connection =
    name === undefined ? connections[0] : connections.find((each) => each.name === name);
  const destination =
    connection?.destinations.find(
      ({ bucket, prefix }) => bucket === wanted?.bucket && prefix === wanted.prefix,
    ) ?? connection?.destinations[0];
  return connection && destination
    ? { connection: connection.name, region: connection.region, destination }
    : null;
};
