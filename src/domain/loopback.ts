/**
 * True for a name or an address of this very machine, an IPv6 one with or without its brackets: what goes there
 * crosses no network. server/operations/loopback.ts says the same for the log server, which may not import this.
 */
export const isLoopbackHost = (host: string): boolean =>
  /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/u.test(host);

/** True when what is sent to this URL can be read on the way: plain http to another host. */
export const isSentInClear = (url: string): boolean => {
  const parsed = URL.parse(url);
  return parsed?.protocol === "http:" && !isLoopbackHost(parsed.hostname);
};

/** The host that everything goes to in the clear; null where it does not. */
export const clearHost = (url: string | null): string | null =>
  url !== null && isSentInClear(url) ? new URL(url).host : null;
