import { useEffect, useRef } from "react";
import { isSameDestination } from "../../domain/destination-address.ts";
import type { ActiveDestination } from "../../domain/active-destination.ts";
import type { Settings } from "../../domain/settings.ts";
import { activeDestination } from "../active-destination.ts";
import type { AppServices } from "../services.ts";

const isSamePlace = (a: ActiveDestination | null, b: ActiveDestination): boolean =>
  a?.connection === b.connection && isSameDestination(a.destination, b.destination);

/** Keeps the destination in use for the next start, as soon as it is another one. */
export const useLastDestination = (
  services: AppServices,
  settings: Settings,
  active: ActiveDestination | null,
): void => {
  // Where the next start would begin anyway.
  const remembered = useRef(activeDestination(settings));
  useEffect(() => {
    if (active === null || isSamePlace(remembered.current, active)) return;
    remembered.current = active;
    const { connection, destination } = active;
    const { bucket, prefix } = destination;
    // Only a convenience: on a full disk the next start begins where this one did.
    void services.rememberDestination({ connection, bucket, prefix });
  }, [services, active]);
};
