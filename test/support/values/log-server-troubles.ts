import type { AppError } from "../../../src/domain/errors.ts";

/** Why a log server has not taken a message: it knows no such token, or it is away. */
export const logServerTroubles: readonly AppError[] = [
  { code: "LogServerRefused", status: 401, permanent: true },
  { code: "LogServerUnreachable", host: "log.example.com", reason: "refused" },
];
