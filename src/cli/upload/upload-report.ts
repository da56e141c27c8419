import { displayName } from "../../domain/display-name.ts";
import type { AppError } from "../../domain/errors.ts";
import { formatBytes } from "../../domain/format.ts";
import { receiptSeconds, type Receipt } from "../../domain/receipt.ts";
import type { TransferTarget } from "../../domain/transfer.ts";
import type { TransferResult } from "../../services/ports/transfer-store.ts";
import { errorLine } from "../../words/errors/error-words.ts";
import { exitCodes, uploadExitCode, type ExitCode } from "../../domain/exit-codes.ts";
import { joinTexts } from "../../domain/non-empty.ts";
import { errorLines } from "../say-error.ts";
import { verificationWords } from "../../words/receipt.ts";
import { uploadWords } from "../../words/commands/upload.ts";
import { jsonEvent } from "../json-event.ts";
import type { UploadCommand } from "../upload-options.ts";
import { nothingLeftOut, type LeftOut, type UnmatchedOption } from "./left-out.ts";

/** How one file ended, or why it was not begun. */
export interface UploadEnd {
  readonly path: string;
  /** Bucket and key; null when the file never got a key. */
  readonly target: Pick<TransferTarget, "bucket" | "key"> | null;
  /** "interrupted": a stream, which cannot be sent again from here; "waiting": the same command resumes with it. */
  readonly state: "delivered" | "failed" | "skipped" | "waiting" | "interrupted";
  readonly receipt: Receipt | null;
  readonly error: AppError | null;
}

/** The end of a transfer of the queue. */
export const toUploadEnd = ({ transfer, receipt }: TransferResult): UploadEnd => {
  const { path, target, state } = transfer;
  const error = "error" in state ? state.error : null;
  const isKnown = state.name === "delivered" || state.name === "skipped";
  return { path, target, state: isKnown ? state.name : "failed", receipt, error };
};

/** Prints each file's end as it comes, and the sum at last. */
export interface UploadReport {
  end(end: UploadEnd): void;
  /** Those that have ended together, in one write. */
  endAll(ends: readonly UploadEnd[]): void;
  summary(): void;
  /** Of the whole upload, after the last end. */
  exitCode(): ExitCode;
}

const endEvent = ({ path, target, state, receipt, error }: UploadEnd) => ({
  event: "transfer",
  // Scripts have read "failed" of a stream that was interrupted since 0.1.0.
  state: state === "interrupted" ? "failed" : state,
  path,
  bucket: target?.bucket ?? null,
  key: target?.key ?? null,
  ...(receipt && {
    bytes: receipt.bytes,
    sha256: receipt.sha256,
    etag: receipt.etag ?? "",
    crc32: receipt.crc32,
    verified: receipt.verified,
    requestId: receipt.requestId,
    versionId: receipt.versionId,
    receiptId: receipt.id,
    seconds: receiptSeconds(receipt),
  }),
  ...(error && { error: { ...error, message: errorLine(error) } }),
});

/** One line a file; with `isWhole` its checksum and proof, too. What could not be verified is always said. */
const endLine = ({ path, target, state, receipt, error }: UploadEnd, isWhole: boolean): string => {
  const name = displayName(path);
  if (!receipt) return `${state}  ${name}  ${error ? errorLine(error) : ""}`.trimEnd();
  const { sha256, verified } = receipt;
  const to = `${receipt.bucket}/${displayName(target?.key ?? receipt.key)}`;
  const isProofSaid = isWhole || verified === "none";
  return joinTexts(
    [
      `delivered  ${name} → ${to}`,
      formatBytes(receipt.bytes),
      isWhole && sha256 !== null && `sha256 ${sha256}`,
      isProofSaid && verificationWords[verified],
    ],
    "  ",
  );
};

export interface UploadReportParams {
  readonly batchId: string;
  readonly note: string | null;
  readonly isJson: boolean;
  readonly says: UploadCommand["says"];
  readonly leftOut?: LeftOut;
  /** Patterns that nothing matched: `upload` has said so. */
  readonly unmatched?: readonly UnmatchedOption[];
  /** Host that no stored connection names. */
  readonly elsewhere: string | null;
  readonly out: (line: string) => void;
  readonly say: (line: string) => void;
}

/** How many files ended in which way, and what that comes to. */
const createEndCounts = () => {
  // Scripts have read `failed` as "neither delivered nor skipped" since 0.1.0; `unfinished` says how many of those were
  // not tried to their end.
  const counts = { delivered: 0, failed: 0, skipped: 0, unfinished: 0, bytes: 0 };
  // Not failed either, for people; a script learns that nothing can be resumed.
  let streamsCut = 0;
  const failures: AppError[] = [];
  const count = ({ state, receipt, error }: UploadEnd) => {
    counts.bytes += receipt?.bytes ?? 0;
    if (state === "delivered" || state === "skipped") counts[state] += 1;
    else counts.failed += 1;
    if (state === "waiting") counts.unfinished += 1;
    if (state === "interrupted") streamsCut += 1;
    if (error && (state === "failed" || state === "waiting")) failures.push(error);
  };
  return {
    counts,
    count,
    unfinished: () => counts.unfinished + streamsCut,
    exitCode: () => {
      if (counts.failed === 0) return exitCodes.done;
      return failures.length === 0
        ? exitCodes.someFailed
        : uploadExitCode(counts.delivered, failures);
    },
  };
};

/** A report for people, or with `isJson` for scripts: one object a line. */
export const createUploadReport = (params: UploadReportParams): UploadReport => {
  const { batchId, note, isJson, says, elsewhere, out, say } = params;
  const { leftOut = nothingLeftOut, unmatched = [] } = params;
  const { counts, count, unfinished, exitCode } = createEndCounts();
  // Advice is the same for all files that failed for one reason: given once a reason.
  const advised = new Set<string>();

  const adviceFor = ({ state, error }: UploadEnd): readonly string[] => {
    if (!error || state === "skipped" || advised.has(error.code)) return [];
    advised.add(error.code);
    return errorLines(error);
  };

  const endAll = (ends: readonly UploadEnd[]) => {
    let lines: string[] = [];
    const writeOut = () => {
      if (lines.length > 0) out(lines.join("\n"));
      lines = [];
    };
    for (const end of ends) {
      count(end);
      if (isJson) lines.push(jsonEvent(endEvent(end)));
      else if (says !== "errors") lines.push(endLine(end, says === "all"));
      else if (end.state !== "delivered" && end.state !== "skipped") say(endLine(end, false));
      const advice = adviceFor(end);
      // Behind the line that it is about.
      if (advice.length > 0) writeOut();
      for (const line of advice) say(`  ${line}`);
    }
    writeOut();
  };

  return {
    end: (end) => endAll([end]),
    endAll,
    summary: () => {
      const isAll = leftOut.filtered + leftOut.young === 0;
      const facts = {
        ...(counts.delivered > 0 && { batchId }),
        ...(note !== null && { note }),
        ...(!isAll && { leftOut }),
        ...(unmatched.length > 0 && { unmatched }),
        ...(elsewhere !== null && { host: elsewhere }),
      };
      if (isJson) out(jsonEvent({ event: "summary", ...counts, ...facts }));
      else if (says !== "errors") {
        out(uploadWords.summary({ ...counts, unfinished: unfinished(), leftOut, elsewhere }));
        if (says === "all" && counts.delivered > 0) say(uploadWords.receipt(batchId));
      }
    },
    exitCode,
  };
};
