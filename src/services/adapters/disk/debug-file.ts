import { closeSync, openSync, writeSync } from "node:fs";
import { hideSecrets } from "../../../crash/hide-secrets.ts";
import type { AppError } from "../../../domain/errors.ts";
import type { DebugEvent, DebugLog } from "../../ports/debug-log.ts";
import { systemCode } from "../../../domain/system-code.ts";
import { escapeUnseen } from "../../../domain/wire-json.ts";
import type { Environment } from "../../ports/environment.ts";
import { redactPath } from "./redact-path.ts";

/** Where S3_SFTP_DEBUG points; null when nobody asked. */
export const debugFileOf = (environment: Environment): string | null =>
  environment["S3_SFTP_DEBUG"] || null;

/** Appended to: the app and the daemon write to the same file, each line with one call. */
const open = (file: string): number => openSync(file, "a", 0o600);

/** Makes the file, readable by its owner only. Gives the system's code, such as EACCES, when it cannot be written. */
export const tryDebugFile = (file: string): string | null => {
  try {
    closeSync(open(file));
    return null;
  } catch (thrown) {
    const code = systemCode(thrown);
    if (code === null) throw thrown;
    return code;
  }
};

/** Of an error only what tells causes apart: what somebody else has written stays away. */
const toWhy = (error: AppError | null) => {
  if (error === null) return null;
  const { code } = error;
  const { status, storeCode, requestId } = ("answer" in error && error.answer) || {};
  const reason = "reason" in error ? error.reason : undefined;
  return { code, reason, status, storeCode, requestId };
};

const toFields = (event: DebugEvent): object => {
  if (event.event === "request") return { ...event, path: redactPath(event.path) };
  return "why" in event ? { ...event, why: toWhy(event.why) } : event;
};

/**
 * Appends each event to a file as one line of JSON. Secrets of the environment are blotted out of every text, whatever
 * brought them there. Opened with the first event; a file that cannot be written (any more) is let be.
 */
export const createDebugFile = (
  file: string,
  environment: Environment,
  nowMs: () => number,
): DebugLog => {
  let opened: number | null = null;
  const hide = (_name: string, value: unknown) =>
    typeof value === "string" ? hideSecrets(value, environment) : value;
  return {
    write: (event) => {
      const at = new Date(nowMs()).toISOString();
      const line = escapeUnseen(JSON.stringify({ at, pid: process.pid, ...toFields(event) }, hide));
      try {
        opened ??= open(file);
        // At once, so that the last lines before a crash are there.
        writeSync(opened, `${line}\n`);
      } catch {
        // Uploads do not depend on it.
      }
    },
  };
};
