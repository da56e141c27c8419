import type { AppError } from "./errors.ts";

/** The error of a connection that was named and is not stored, with those that are. */
export const unknownConnection = (
  name: string | undefined,
  connections: readonly { readonly name: string }[],
): AppError => ({
  code: "NotSetUp",
  missing: "connection",
  name,
  stored: connections.map((stored) => stored.name),
});
