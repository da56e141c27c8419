import type { SQLOutputValue } from "node:sqlite";
import type { TransferStateName } from "../../../domain/transfer.ts";
import { isWorkers, type ProcessOwner } from "./process-owner.ts";
import type { Statements } from "./sqlite-statements.ts";

type Row = Readonly<Record<string, SQLOutputValue>>;

/** The owner that left without letting go; null for nobody's, and for a living one's. */
const goneOwner = (owner: ProcessOwner, row: Row): string | null => {
  const token = row["owner"];
  const isGone = typeof token === "string" && !owner.isAlive(token, Number(row["owner_pid"]));
  return isGone ? token : null;
};

/** Rows in these states whose owner was a worker, and is gone without letting go of them. */
export const interruptedRows = (
  statements: Statements,
  owner: ProcessOwner,
  states: readonly TransferStateName[],
): readonly Row[] =>
  statements.list.all(JSON.stringify(states)).filter((row) => {
    const gone = goneOwner(owner, row);
    return gone !== null && isWorkers(gone);
  });

/** Makes nobody's what owners had, of whatever kind, that are gone without letting go. */
export const letGo = (statements: Statements, owner: ProcessOwner): void => {
  for (const row of statements.owners.all()) {
    const gone = goneOwner(owner, row);
    if (gone !== null) statements.releaseAll.run(gone);
  }
};
