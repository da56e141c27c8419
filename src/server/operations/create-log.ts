import { destination, pino } from "pino";
import type { Log } from "../ports.ts";

export const logLevels = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof logLevels)[number];

/** Names under which a secret could slip into a line's data. */
const secretNames = [
  "Auth",
  "auth",
  "token",
  "authorization",
  "password",
  "SLACK_BOT_TOKEN",
  "REDIS_URL",
  // Of a command that a library hangs on its error.
  "args",
];

/** Of an error only what it says and where it was made: libraries hang commands, requests and headers on it. */
const withoutBaggage = (error: unknown): unknown => {
  if (!(error instanceof Error)) return error;
  const { name: type, message, stack } = error;
  return { type, ...("code" in error && { code: error.code }), message, stack };
};

/** One JSON object a line on `fd`, standard error unless told otherwise; what stands under a secret's name is blotted out. */
export const createLog = (level: LogLevel, fd = 2): Log =>
  pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: withoutBaggage },
      redact: { paths: secretNames.flatMap((name) => [name, `*.${name}`]), censor: "[hidden]" },
    },
    // Synchronous: the line that explains a crash must be out before the crash.
    destination({ fd, sync: true }),
  );
