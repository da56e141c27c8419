/** What the senders do. */
export interface LoadPlan {
  readonly port: number;
  readonly connections: number;
  readonly seconds: number;
  readonly token: string;
  /** Status that every answer must have. */
  readonly status: number;
  /** With an Id of its own in each post, as our client sends; without, as the original does. */
  readonly withIds: boolean;
  /** Ends after so many posts, if that is earlier. */
  readonly maxPosts?: number;
}

/** What came of it. Latencies in milliseconds. */
export interface LoadResult {
  readonly posts: number;
  readonly wrong: number;
  readonly postsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

// Where load.c puts each post's Id and number; all have one length, so that one header fits all.
const idSlot = "#".repeat(36);
const numberSlot = "@".repeat(9);

/** The request that load.c sends again and again. */
export const toRequest = ({ token, withIds }: LoadPlan): string => {
  const body = JSON.stringify({
    Auth: token,
    Action: "Success",
    LogMessage: "Successful upload to deliveries",
    ...(withIds ? { Id: idSlot } : {}),
    At: "2026-11-25T02:00:00.000Z",
    Sender: "anna@scanner-3",
    Bucket: "deliveries",
    Key: `2026/11/scan-${numberSlot}.tiff`,
    Bytes: 1_234_567,
    Sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  });
  return `POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
};
