import { addressOf, isSameDestination } from "../domain/destination-address.ts";
import type { Connection, Destination, Settings } from "../domain/settings.ts";
import type { ActiveDestination } from "../domain/active-destination.ts";

/** A connection by name, or the one that was used last, or the first. */
const findConnection = (
  { connections, lastDestination }: Settings,
  name: string | undefined,
): Connection | undefined => {
  if (name !== undefined) return connections.find((known) => known.name === name);
  return connections.find((known) => known.name === lastDestination?.connection) ?? connections[0];
};

/**
 * Where to deliver: a connection by name, or without a name the one that was used last; its given destination, or the
 * one that was used last, or its first. Null when there is no such connection: files must not go to another one than
 * the person named.
 */
export const activeDestination = (
  settings: Settings,
  name?: string,
  wanted?: Destination,
): ActiveDestination | null => {
  const connection = findConnection(settings, name);
  const last = settings.lastDestination;
  const meant = wanted ?? (last?.connection === connection?.name ? last : undefined);
  const destination =
    connection?.destinations.find((known) => meant && isSameDestination(known, meant)) ??
    connection?.destinations[0];
  return connection && destination
    ? {
        connection: connection.name,
        region: addressOf(connection, destination.bucket).region,
        destination,
      }
    : null;
};
