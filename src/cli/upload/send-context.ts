import type { TransferStore } from "../../services/ports/transfer-store.ts";
import type { CommandContext } from "../command-context.ts";
import type { QueueParts } from "../../wiring/local-queue.ts";
import type { Platform } from "../../wiring/platform.ts";
import type { UploadCommand } from "../upload-options.ts";
import type { UploadProgress } from "./upload-progress.ts";
import type { UploadReport } from "./upload-report.ts";
import type { UploadTarget } from "./upload-target.ts";

/** What sending needs, whatever is sent. */
export interface SendContext extends QueueParts {
  readonly platform: Platform;
  readonly transfers: TransferStore;
  readonly command: UploadCommand;
  readonly target: UploadTarget;
  readonly report: UploadReport;
  readonly progress: UploadProgress;
  /** How many transfers have ended in this run. */
  readonly ended: () => number;
  /** Of all that is sent. */
  readonly batchId: string;
  readonly context: CommandContext;
  /** Says what is no error: nothing where only those are wanted. */
  readonly note: (line: string) => void;
}
