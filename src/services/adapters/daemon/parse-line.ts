import { fromWireJson } from "../../../domain/wire-json.ts";

/** The message of one line; undefined when it is no JSON. */
export const parseLine = (line: string): unknown => {
  try {
    return fromWireJson(line);
  } catch {
    return undefined;
  }
};
