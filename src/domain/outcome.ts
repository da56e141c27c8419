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
  /** Of the log server that was named for this upload, which is then told instead of the connection's; not sent. */
  readonly logUrl?: string | undefined;
  readonly bucket?: string | undefined;
  readonly key?: string | undefined;
  readonly bytes?: number | undefined;
  readonly sha256?: string | undefined;
  readonly etag?: string | undefined;
  readonly requestId?: string | undefined;
  /** Of what it is about; not sent. */
  readonly batchId?: string | undefined;
}

/** Which log server an outcome is for: the one that was named for its upload, or (null) that of its connection. */
export interface OutcomeAddress {
  /** Null: of no connection, or of one that nobody knows any more. */
  readonly connection: string | null;
  readonly logUrl: string | null;
}

/** An outcome as part of its batch, for the log server that was named for that. */
export const outcomeOfBatch = (
  outcome: Outcome,
  { batchId, logUrl }: { readonly batchId: string | undefined; readonly logUrl: string | null },
): Outcome => ({
  ...outcome,
  ...(batchId !== undefined && { batchId }),
  ...(logUrl !== null && { logUrl }),
});

export const outcomeAddress = ({ connection, logUrl }: Outcome): OutcomeAddress => ({
  connection: connection ?? null,
  logUrl: logUrl ?? null,
});
