/**
 * True for a name or an address of this very machine, an IPv6 one with or without its brackets: what goes there
 * crosses no network. server/operations/loopback.ts says the same for the log server, which may not import this.
 */
export const isLoopbackHost = (host: string): boolean =>
  /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/u.test(host);

/** True when a token sent to this URL can be read on the way: plain http to another host. */
export const isTokenExposed = (url: string): boolean => {
  const parsed = URL.parse(url);
  return parsed?.protocol === "http:" && !isLoopbackHost(parsed.hostname);
};
