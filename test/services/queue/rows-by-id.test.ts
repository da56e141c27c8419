import * as fc from "fast-check";
import { expect, test } from "vitest";
import { RowsById } from "../../../src/services/queue/rows-by-id.ts";

const id = fc.oneof(
  fc.uuid(),
  fc.constantFrom("0123456-a", "0123456-b", "0123456-c", "no hex", "none either", ""),
);
const step = fc.record({ id, isAdded: fc.boolean() });

test("rows are found by their ids, also where those begin alike", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const rows = new RowsById<{ readonly id: string }>();
      const expected = new Map<string, { readonly id: string }>();
      for (const each of steps) {
        const row = { id: each.id };
        if (each.isAdded) {
          rows.add(row);
          expected.set(row.id, row);
        } else {
          rows.delete(row.id);
          expected.delete(row.id);
        }
        expect(rows.size).toBe(expected.size);
        for (const one of steps) {
          expect(rows.get(one.id)).toBe(expected.get(one.id));
          expect(rows.has(one.id)).toBe(expected.has(one.id));
        }
      }
      expect(new Set(rows.values())).toEqual(new Set(expected.values()));
    }),
  );
});
