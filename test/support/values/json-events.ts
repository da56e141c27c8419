import { readFileSync } from "node:fs";
import path from "node:path";
import { Ajv2020, type AnySchemaObject, type ValidateFunction } from "ajv/dist/2020.js";
import { isRecord } from "../../../src/domain/json.ts";
import type { JsonEvent } from "./json-lines.ts";

const file = path.resolve(import.meta.dirname, "../../../docs/json-events.schema.json");

const isSchema = (value: unknown): value is AnySchemaObject => isRecord(value);

const readSchema = () => {
  const schema: unknown = JSON.parse(readFileSync(file, "utf8"));
  if (!isSchema(schema) || !isRecord(schema["$defs"])) throw new Error(`no schema: ${file}`);
  const { $defs: defs } = schema;
  const events = Object.entries(defs).flatMap(([name, def]) =>
    isSchema(def) && isRecord(def["properties"]) && "event" in def["properties"]
      ? [{ name, def }]
      : [],
  );
  return { schema, defs, events };
};

/** The schema of docs/ for the events of `--json`, and each of its events alone, with no field that it does not name. */
export const createEventSchema = () => {
  const { schema, defs, events } = readSchema();
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
  const isEvent: ValidateFunction = ajv.compile(schema);
  const exact = events.map(({ name, def }) => ({
    name,
    is: ajv.compile({ ...def, additionalProperties: false, $defs: defs }),
  }));
  return {
    names: events.map(({ name }) => name),
    /** What is wrong with an event, in the validator's words; empty: nothing. */
    problems: (event: JsonEvent): string => (isEvent(event) ? "" : ajv.errorsText(isEvent.errors)),
    /** The events of the schema that have exactly these fields. */
    namesOf: (event: JsonEvent): readonly string[] =>
      exact.filter(({ is }) => is(event) === true).map(({ name }) => name),
  };
};
