/** What the log server is told of one transfer, or of one refused connection check. Wire: docs/log-protocol.md. */
export interface Outcome {
  /** UUID; makes repeats harmless. */
  readonly id: string;
  readonly action: "Success" | "Fail";
  /** What Slack shows: the receipt of a success, the whole error of a failure. */
  readonly message: string;
  readonly atMs: number;
  /** user@host. */
  readonly sender: string;
  /** Whose log server it is for, which is not told this; absent: what no connection did, or an earlier release wrote. */
  readonly connection?: string | undefined;
  readonly bucket?: string | undefined;
  readonly key?: string | undefined;
  readonly bytes?: number | undefined;
  readonly sha256?: string | undefined;
  readonly etag?: string | undefined;
  readonly requestId?: string | undefined;
  /** Of what it is about; not sent. */
  readonly batchId?: string | undefined;
}
