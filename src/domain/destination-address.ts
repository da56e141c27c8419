import type { Connection, Destination, ServiceAddress } from "./settings.ts";

/** True for the same folder of the same bucket. */
export const isSameDestination = (
  a: Pick<Destination, "bucket" | "prefix">,
  b: Pick<Destination, "bucket" | "prefix">,
): boolean => a.bucket === b.bucket && a.prefix === b.prefix;

/**
 * The destination that an object was for: the one with the longest folder that its key is in. Null: none of the
 * connection's is.
 */
export const destinationFor = (
  connection: Connection | undefined,
  { bucket, key }: { readonly bucket: string; readonly key: string },
): Destination | null =>
  (connection?.destinations ?? [])
    .filter((known) => known.bucket === bucket && key.startsWith(known.prefix))
    .toSorted((a, b) => b.prefix.length - a.prefix.length)[0] ?? null;

/** Where a bucket of a connection is. One bucket is in one place, whatever folder of it is meant. */
export const addressOf = (connection: Connection, bucket: string): ServiceAddress => {
  const { region, endpoint } =
    connection.destinations.find((known) => known.bucket === bucket)?.address ?? connection;
  return { region, endpoint };
};

/** As `addressOf`; of keys that no connection has, the region is all that is known. */
export const addressAt = (
  connection: Connection | undefined,
  bucket: string,
  region: string,
): ServiceAddress =>
  connection === undefined ? { region, endpoint: null } : addressOf(connection, bucket);

/**
 * The connection with these destinations, each at `addressAt` its bucket. Its own address is that of the first:
 * releases up to 0.2 know no other.
 */
export const withDestinations = (
  connection: Connection,
  destinations: readonly Destination[],
  addressAt: (bucket: string) => ServiceAddress,
): Connection => {
  const first = destinations[0];
  const own = first ? addressAt(first.bucket) : connection;
  return {
    ...connection,
    region: own.region,
    endpoint: own.endpoint,
    destinations: destinations.map(({ bucket, prefix }) => {
      const address = addressAt(bucket);
      const isOwn = address.region === own.region && address.endpoint === own.endpoint;
      return isOwn ? { bucket, prefix } : { bucket, prefix, address };
    }),
  };
};

/** The connection with a destination that may be new: then it is the first, or the last. Its bucket is at `address`. */
export const withDestination = (
  connection: Connection,
  destination: Destination,
  address: ServiceAddress,
  place: "first" | "last",
): Connection => {
  const { destinations } = connection;
  const isKnown = destinations.some((known) => isSameDestination(known, destination));
  const added = place === "first" ? [destination, ...destinations] : [...destinations, destination];
  return withDestinations(connection, isKnown ? destinations : added, (bucket) =>
    bucket === destination.bucket ? address : addressOf(connection, bucket),
  );
};
