import { addressOf, isSameDestination } from "../../domain/destination-address.ts";
import type { ActiveDestination } from "../../domain/active-destination.ts";
import type { Settings } from "../../domain/settings.ts";
import { connectionsWords } from "../../words/connections.ts";
import { accessibleWords as words } from "../../words/plain-text.ts";
import type { Asked } from "./asked.ts";
import { choose } from "./choose.ts";
import type { PlainTerminal } from "./plain-terminal.ts";

/** Asks which of all stored destinations is the one in use from now on. */
export const selectDestination = (
  terminal: PlainTerminal,
  { connections }: Settings,
  active: ActiveDestination,
): Promise<Asked<ActiveDestination>> =>
  choose(
    terminal,
    words.which,
    connections.flatMap((connection) =>
      connection.destinations.map((destination) => ({
        words: connectionsWords.destination(
          connection,
          destination,
          connection.name === active.connection &&
            isSameDestination(destination, active.destination),
        ),
        value: {
          connection: connection.name,
          region: addressOf(connection, destination.bucket).region,
          destination,
        },
      })),
    ),
  );
