import type { DatabaseSync } from "node:sqlite";

/** Steps from version n to n + 1; the database's user_version counts them. */
const steps: readonly string[] = [
  `
  CREATE TABLE waiting (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    entry TEXT NOT NULL
  );
  CREATE TABLE parked (
    position INTEGER PRIMARY KEY,
    entry TEXT NOT NULL,
    reason TEXT NOT NULL,
    parked_at_ms INTEGER NOT NULL
  );
  CREATE TABLE seen (
    id BLOB PRIMARY KEY,
    at_ms INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE probe (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    at_ms INTEGER NOT NULL
  );
  `,
  `
  CREATE TABLE begun (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    delivery TEXT NOT NULL
  );
  `,
];

// "s3lg": a database that was made since Ids are remembered by the token's hash. Earlier releases set none, and open one
// that has it.
const madeWithHashes = 0x73336c67;

const pragma = (database: DatabaseSync, name: string): number =>
  Number(database.prepare(`PRAGMA ${name}`).get()?.[name]);

/** True for a database in which a release up to 0.2 may have remembered Ids by the token's name. */
export const mayHaveFormerIds = (database: DatabaseSync): boolean =>
  pragma(database, "application_id") !== madeWithHashes;

/** Brings an open database to the newest version, each step in one transaction. Throws for one from a newer program. */
export const migrate = (database: DatabaseSync): void => {
  const version = pragma(database, "user_version");
  if (version > steps.length)
    throw new Error(
      `queue.db has version ${version}, but this release supports ${steps.length}: a newer release wrote it`,
    );
  if (version === 0) database.exec(`PRAGMA application_id = ${madeWithHashes}`);
  for (const [index, step] of steps.entries()) {
    if (index < version) continue;
    database.exec(`BEGIN IMMEDIATE; ${step} PRAGMA user_version = ${index + 1}; COMMIT;`);
  }
};
