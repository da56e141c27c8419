/** Where requests go: what a connection is made from. */
export interface Origin {
  readonly protocol: "http:" | "https:";
  /** Without the brackets of an IPv6 address, which a look-up must not see. */
  readonly hostname: string;
  /** Empty for the protocol's own. */
  readonly port: string;
}

/** Takes the part of a URL that a connection needs. */
export const toOrigin = ({ protocol, hostname, port }: URL): Origin => ({
  protocol: protocol === "http:" ? "http:" : "https:",
  hostname: hostname.replaceAll(/[[\]]/gu, ""),
  port,
});

/** Host and port as a request names them, an IPv6 address in brackets. */
export const toAuthority = ({ hostname, port }: Origin): string =>
  `${hostname.includes(":") ? `[${hostname}]` : hostname}${port === "" ? "" : `:${port}`}`;
