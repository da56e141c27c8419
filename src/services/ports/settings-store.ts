import type { AppError } from "../../domain/errors.ts";
import type { Result } from "../../domain/result.ts";
import type { Settings } from "../../domain/settings.ts";

/** Connections, destinations, log URL and preferences; no secret. */
export interface SettingsStore {
  /** Path of the file, for messages. */
  readonly file: string;
  /** The stored settings, or empty ones on a fresh machine. StateUnreadable when the file is corrupt or newer. */
  load(): Promise<Result<Settings, AppError>>;
  /**
   * Changes what is stored now, so that nobody's other change is lost, and replaces the file atomically; gives what is
   * stored then. Refuses (StateUnreadable) to write over a file that could not be read.
   */
  update(change: (current: Settings) => Settings): Promise<Result<Settings, AppError>>;
  /** Moves an unreadable file aside, and gives the path where it is kept. */
  setAside(): Promise<Result<string, AppError>>;
}
