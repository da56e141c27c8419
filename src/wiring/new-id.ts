import { randomUUID } from "node:crypto";

/** A random UUID in one piece. As Node joins it, it is a tree of 20 strings, ten times as large, until it is read. */
export const newId = (): string => Buffer.from(randomUUID(), "latin1").toString("latin1");
