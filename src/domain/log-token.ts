import { parseLogUrl } from "./connection.ts";
import type { Settings } from "./settings.ts";

/** Scheme, host and port of a log server's address as it was typed; null where it is none. */
export const logOrigin = (url: string): string | null => {
  const parsed = parseLogUrl(url);
  return parsed.ok ? new URL(parsed.value).origin : null;
};

/** Whose the stored token is. Settings of 0.2.0 and before do not say: it was typed for the address beside it. */
export const logTokenOrigin = (settings: Settings): string | null =>
  settings.logTokenOrigin ?? (settings.logUrl === null ? null : logOrigin(settings.logUrl));

/** True where the stored token was stored for the server at this address: no other one may see it. */
export const isTokenFor = (settings: Settings, url: string): boolean =>
  logOrigin(url) !== null && logOrigin(url) === logTokenOrigin(settings);
