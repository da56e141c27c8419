import type { AppError } from "../../domain/errors.ts";
import type { Result } from "../../domain/result.ts";
import type { Settings } from "../../domain/settings.ts";

/** Connections, destinations, log URL and preferences; no secret. */
export interface SettingsStore {
  /** Path of the file, for messages. */
  readonly file: string;
  /** The stored settings, or empty ones on a fresh machine. StateUnreadable when the file is corrupt or newer. */
  load(): Promise<Result<Settings, AppError>>;
  /** Replaces the file atomically. Refuses (StateUnreadable) to write over a file that could not be read. */
  save(settings: Settings): Promise<Result<void, AppError>>;
  /** Moves an unreadable file aside, and gives the path where it is kept. */
  setAside(): Promise<Result<string, AppError>>;
}
