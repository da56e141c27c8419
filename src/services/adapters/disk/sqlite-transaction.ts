import type { Statements } from "./sqlite-statements.ts";

/** All or none. A failed commit (full disk) leaves the transaction open, so it is rolled back as well. */
export const inTransaction = (statements: Statements, work: () => void): void => {
  statements.begin.run();
  try {
    work();
    statements.commit.run();
  } catch (error) {
    try {
      statements.rollback.run();
    } catch {
      // Some errors (full disk, broken file) have rolled back by themselves; the first one tells the reason.
    }
    throw error;
  }
};
