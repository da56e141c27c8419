import { parseLogUrl } from "./connection.ts";
import type { LogServer, Settings } from "./settings.ts";

/** Scheme, host and port of a log server's address as it was typed; null where it is none. */
export const logOrigin = (url: string): string | null => {
  const parsed = parseLogUrl(url);
  return parsed.ok ? new URL(parsed.value).origin : null;
};

/** Whose the token is that a connection has for its log server. */
export const logTokenOrigin = ({ url, tokenOrigin }: LogServer): string | null =>
  tokenOrigin ?? logOrigin(url);

/** Whose the token of releases up to 0.2 is. Settings of 0.2.0 and before do not say: it was typed for the address beside it. */
export const sharedTokenOrigin = (settings: Settings): string | null =>
  settings.logTokenOrigin ?? (settings.logUrl === null ? null : logOrigin(settings.logUrl));

/** True where a token that was stored for `origin` is for the server at this address: no other one may see it. */
export const isTokenFor = (origin: string | null, url: string): boolean =>
  origin !== null && logOrigin(url) === origin;
