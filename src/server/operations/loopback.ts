/**
 * True for a name or an address of this very machine, an IPv6 one with or without its brackets. As domain/loopback.ts,
 * which the server may not import.
 */
export const isLoopbackHost = (host: string): boolean =>
  /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/u.test(host);
