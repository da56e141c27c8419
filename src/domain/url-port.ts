const defaultPorts = { "http:": 80, "https:": 443 } as const;

/** The port that a URL leads to: its own, or that of its protocol. */
export const portOf = (url: {
  readonly protocol: keyof typeof defaultPorts;
  /** Empty for the protocol's own. */
  readonly port: string;
}): number => (url.port === "" ? defaultPorts[url.protocol] : Number(url.port));
