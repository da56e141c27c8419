/**
 * True for a name or an address of this very machine, an IPv6 one with or without its brackets: what goes there
 * crosses no network. server/operations/loopback.ts says the same for the log server, which may not import this.
 */
export const isLoopbackHost = (host: string): boolean =>
  /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/u.test(host);
