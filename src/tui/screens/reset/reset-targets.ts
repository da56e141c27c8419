import type { RemoveTarget } from "../../../domain/connection-draft.ts";
import type { Settings } from "../../../domain/settings.ts";

/** Everything that can be forgotten, the smallest first. Only what is there. */
export const resetTargets = ({ connections }: Settings): readonly RemoveTarget[] => [
  ...connections.map(({ name }) => ({ what: "secret", connection: name }) as const),
  ...connections.flatMap(({ name, log }) =>
    log === undefined ? [] : [{ what: "logToken", connection: name } as const],
  ),
  // The last destination goes only with its connection: a connection without one leads nowhere.
  ...connections.flatMap(({ name, destinations }) =>
    destinations.length < 2
      ? []
      : destinations.map(({ bucket, prefix }) => ({
          what: "destination" as const,
          connection: name,
          bucket,
          prefix,
        })),
  ),
  ...connections.map(({ name }) => ({ what: "connection", connection: name }) as const),
  { what: "everything" },
];
