import type { DatabaseSync } from "node:sqlite";
import type { BegunMemory } from "../ports.ts";
import { parseBegun } from "./begun-delivery.ts";

/** In the database of the queue. */
export const createSqliteBegun = (database: DatabaseSync): BegunMemory => {
  const find = database.prepare("SELECT delivery FROM begun");
  const put = database.prepare("INSERT OR REPLACE INTO begun (only, delivery) VALUES (1, ?)");
  const remove = database.prepare("DELETE FROM begun");
  return {
    read: async () => {
      const delivery = find.get()?.["delivery"];
      return delivery === undefined ? null : parseBegun(String(delivery));
    },
    keep: async (begun) => {
      if (begun === null) remove.run();
      else put.run(JSON.stringify(begun));
    },
  };
};
