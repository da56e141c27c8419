import type { AppError } from "../../domain/errors.ts";
import type { TransferStateName } from "../../domain/transfer.ts";

/** One thing that the client did, for whoever looks for a fault. No field holds a header, a body or a secret. */
export type DebugEvent =
  | {
      /** To the storage service, over the network; also each one that is made again. */
      readonly event: "request";
      readonly method: string;
      readonly host: string;
      /** With the query; what of it is no secret is for the log to decide. */
      readonly path: string;
      /** Null when no answer came. */
      readonly status: number | null;
      /** Why none came. */
      readonly error: string | null;
      readonly requestId: string | null;
      readonly bodyBytes: number;
      readonly answerBytes: number;
      readonly ms: number;
    }
  | {
      readonly event: "logPost";
      readonly method: string;
      readonly host: string;
      readonly status: number | null;
      readonly error: string | null;
      readonly bodyBytes: number;
      readonly ms: number;
    }
  | {
      /** Something of a transfer will be made again. */
      readonly event: "retry";
      readonly transferId: string;
      readonly attempt: number;
      readonly waitMs: number;
      readonly why: AppError;
    }
  | {
      readonly event: "transfer";
      readonly transferId: string;
      readonly key: string;
      /** Null: it is new here. */
      readonly from: TransferStateName | null;
      readonly to: TransferStateName;
      /** Why it failed or was skipped. */
      readonly why: AppError | null;
    }
  | {
      readonly event: "queue";
      readonly is: "started" | "stopped" | "stopped by an error";
      readonly why: AppError | null;
    };

/** Where a person wants to read what the client does. Never throws, and loses nothing but itself when it cannot write. */
export interface DebugLog {
  write(event: DebugEvent): void;
}

/** For everybody who did not ask for one. */
export const nullDebugLog: DebugLog = { write: () => {} };
