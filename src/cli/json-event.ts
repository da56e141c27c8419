import { toWireJson } from "../domain/wire-json.ts";

/** What these objects promise: docs/json-events.schema.json. A number of its own, since fields are added without one. */
const version = 1;

/** An object of `--json` as its line. `event` says which one it is. */
export const jsonEvent = (event: {
  readonly event: string;
  readonly [field: string]: unknown;
}): string => toWireJson({ v: version, ...event });
