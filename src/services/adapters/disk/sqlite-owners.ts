import type { SQLOutputValue } from "node:sqlite";
import type { TransferStateName } from "../../../domain/transfer.ts";
import type { OwnerFilter } from "../../ports/transfer-store.ts";
import { handedOver, isDaemons, type ProcessOwner } from "./process-owner.ts";
import type { Statements } from "./sqlite-statements.ts";

type Row = Readonly<Record<string, SQLOutputValue>>;

const isAlive = (owner: ProcessOwner, row: Row): boolean => {
  const token = row["owner"];
  return typeof token === "string" && owner.isAlive(token, Number(row["owner_pid"]));
};

/** The owner that left without releasing it; null for nobody's, and for a living one's. */
const goneOwner = (owner: ProcessOwner, row: Row): string | null => {
  const token = row["owner"];
  return typeof token === "string" && !isAlive(owner, row) ? token : null;
};

/** Those in the index of what has not ended; what has grows for ever. */
const unended: ReadonlySet<TransferStateName> = new Set([
  "waiting",
  "uploading",
  "paused",
  "failed",
]);

const allRows = (statements: Statements, states: readonly TransferStateName[]): readonly Row[] => {
  const isUnended = states.every((state) => unended.has(state));
  return statements[isUnended ? "listUnended" : "list"].all(JSON.stringify(states));
};

type FindRows = (
  statements: Statements,
  owner: ProcessOwner,
  states: readonly TransferStateName[],
) => readonly Row[];

/** Rows in these states, by whose they are. */
export const rowsOf: Readonly<Record<OwnerFilter, FindRows>> = {
  anybody: (statements, _owner, states) => allRows(statements, states),
  "nobody alive": (statements, owner, states) =>
    allRows(statements, states).filter((row) => !isAlive(owner, row)),
  "a daemon that is gone": (statements, owner, states) =>
    allRows(statements, states).filter((row) => {
      const gone = goneOwner(owner, row);
      return gone !== null && isDaemons(gone);
    }),
};

/** Makes nobody's what owners had, of whatever kind, that are gone without releasing it. */
export const releaseGone = (statements: Statements, owner: ProcessOwner): void => {
  for (const row of statements.owners.all()) {
    const gone = goneOwner(owner, row);
    if (gone !== null) statements.releaseAll.run(gone);
  }
};

/** What a daemon that was killed had is asked about first. */
const isWorking = (owner: ProcessOwner, row: Row): boolean => {
  const token = String(row["owner"]);
  return token === handedOver || (isDaemons(token) && isAlive(owner, row));
};

/** Whether a daemon has files that have not ended, or left them to the next one; or an end that nobody has seen. */
export const isWaitedFor = (statements: Statements, owner: ProcessOwner): boolean =>
  statements.hasUnseenBatch.get()?.["is_so"] === 1 ||
  statements.owners
    .all()
    .filter((row) => isWorking(owner, row))
    .some((row) => statements.hasOpen.get(String(row["owner"]))?.["is_so"] === 1);
