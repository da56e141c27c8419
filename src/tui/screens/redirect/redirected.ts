import type { ActiveDestination } from "../../../domain/active-destination.ts";
import type { SelectedEntry } from "../../../domain/delivery-plan.ts";
import { addressOf, destinationFor } from "../../../domain/destination-address.ts";
import { redirectedPath } from "../../../domain/redirected-path.ts";
import type { Settings } from "../../../domain/settings.ts";
import type { TransferTarget } from "../../../domain/transfer.ts";
import type { TransferView } from "../../../services/ports/transfer-view.ts";

/** A failed transfer that goes to another destination: it leaves the queue once its file is queued there. */
export interface Redirected {
  readonly id: string;
  readonly path: string;
}

/** The folder of the destination that a key was for; "" where it is none of the connection's any more. */
const prefixOf = ({ connections }: Settings, target: TransferTarget): string =>
  destinationFor(
    connections.find(({ name }) => name === target.connection),
    target,
  )?.prefix ?? "";

/** Files as a selection: each with the folders that its key had. */
export const toSelection = (
  settings: Settings,
  views: readonly Pick<TransferView, "path" | "target">[],
): readonly SelectedEntry[] =>
  views.map(({ path, target }) => redirectedPath(path, target.key, prefixOf(settings, target)));

/** The destination that all of these were for; null: they were for several, or it is not stored any more. */
export const ownDestination = (
  { connections }: Settings,
  targets: readonly TransferTarget[],
): ActiveDestination | null => {
  const [first] = targets;
  const connection = connections.find(({ name }) => name === first?.connection);
  const destination = first && destinationFor(connection, first);
  if (!connection || !destination) return null;
  const isOne = targets.every(
    (target) =>
      target.connection === connection.name && destinationFor(connection, target) === destination,
  );
  const { region } = addressOf(connection, destination.bucket);
  return isOne ? { connection: connection.name, region, destination } : null;
};

/** Where else files can go that were for one destination: all others that are stored. */
export const otherDestinations = (
  { connections }: Settings,
  target: TransferTarget,
  prefix: string,
): readonly ActiveDestination[] =>
  connections.flatMap((connection) =>
    connection.destinations
      .filter(
        (known) =>
          connection.name !== target.connection ||
          known.bucket !== target.bucket ||
          known.prefix !== prefix,
      )
      .map((destination) => ({
        connection: connection.name,
        region: addressOf(connection, destination.bucket).region,
        destination,
      })),
  );

/** As above, for a failed transfer. */
export const elsewhere = (settings: Settings, target: TransferTarget) =>
  otherDestinations(settings, target, prefixOf(settings, target));
