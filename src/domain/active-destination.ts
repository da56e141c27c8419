import type { Destination } from "./settings.ts";

/** Where the app delivers to now. */
export interface ActiveDestination {
  readonly connection: string;
  readonly region: string;
  readonly destination: Destination;
}
