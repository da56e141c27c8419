import { fromWireJson } from "../../../domain/wire-json.ts";

/** The value of a line of JSON; undefined when it is none. */
export const parseJson = (line: string): unknown => {
  try {
    return fromWireJson(line);
  } catch {
    return undefined;
  }
};
