/** What each end of the server or of one of its commands tells a script: as domain/exit-codes.ts, which it may not import. */
export const exitCodes = { done: 0, usage: 2, notSetUp: 3, bug: 70 } as const;
