/** Where requests go: what a connection is made from. */
export interface Origin {
  readonly protocol: "http:" | "https:";
  /** Without the brackets of an IPv6 address, which a look-up must not see. */
  readonly hostname: string;
  /** Empty for the protocol's own. */
  readonly port: string;
}

/** The address of a bucket, taken apart once and not for each request. */
export interface BucketBase {
  readonly href: string;
  readonly origin: Origin;
  /** With the port, as the `host` header has it. */
  readonly host: string;
  /** Without a slash at its end. */
  readonly path: string;
  /** TLS guards the payload on its way, and on loopback there is no way. Elsewhere the signature has to. */
  readonly guardsPayload: boolean;
}

const isLoopback = (hostname: string): boolean =>
  /^(localhost|127\.\d+\.\d+\.\d+|::1)$/u.test(hostname);

/** Takes a URL apart. */
export const toBucketBase = (url: URL): BucketBase => {
  const protocol = url.protocol === "http:" ? "http:" : "https:";
  const hostname = url.hostname.replaceAll(/[[\]]/gu, "");
  return {
    href: url.href,
    origin: { protocol, hostname, port: url.port },
    host: url.host,
    path: url.pathname.replace(/\/$/u, ""),
    guardsPayload: protocol === "https:" || isLoopback(hostname),
  };
};
