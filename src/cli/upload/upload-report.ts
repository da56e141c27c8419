import { displayName } from "../../domain/display-name.ts";
import type { AppError } from "../../domain/errors.ts";
import { formatBytes } from "../../domain/format.ts";
import { receiptSeconds, type Receipt } from "../../domain/receipt.ts";
import type { TransferTarget } from "../../domain/transfer.ts";
import type { TransferResult } from "../../services/ports/transfer-store.ts";
import { errorLine } from "../../words/errors/error-words.ts";
import { exitCodes, uploadExitCode, type ExitCode } from "../../domain/exit-codes.ts";
import { errorLines } from "../say-error.ts";
import { verificationWords } from "../../words/receipt.ts";
import { toWireJson } from "../../domain/wire-json.ts";
import { uploadWords } from "../../words/commands/upload.ts";

/** How one file ended, or why it was not begun. */
export interface UploadEnd {
  readonly path: string;
  /** Bucket and key; null when the file never got a key. */
  readonly target: Pick<TransferTarget, "bucket" | "key"> | null;
  readonly state: "delivered" | "failed" | "skipped" | "waiting";
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
  summary(): void;
  /** Of the whole upload, after the last end. */
  exitCode(): ExitCode;
}

const endEvent = ({ path, target, state, receipt, error }: UploadEnd): object => ({
  event: "transfer",
  state,
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

const endLine = ({ path, target, state, receipt, error }: UploadEnd): string => {
  const name = displayName(path);
  if (!receipt) return `${state}  ${name}  ${error ? errorLine(error) : ""}`.trimEnd();
  const to = `${receipt.bucket}/${displayName(target?.key ?? receipt.key)}`;
  const sum = receipt.sha256 === null ? "" : `sha256 ${receipt.sha256}  `;
  return `delivered  ${name} → ${to}  ${formatBytes(receipt.bytes)}  ${sum}${verificationWords[receipt.verified]}`;
};

export interface UploadReportParams {
  readonly isJson: boolean;
  /** Host that no stored connection names. */
  readonly elsewhere: string | null;
  readonly out: (line: string) => void;
  readonly say: (line: string) => void;
}

/** A report for people, or with `isJson` for scripts: one object a line. */
export const createUploadReport = (params: UploadReportParams): UploadReport => {
  const { isJson, elsewhere, out, say } = params;
  // Scripts have read `failed` as "neither delivered nor skipped" since 0.1.0; `unfinished` says how many of those were
  // not tried to their end.
  const counts = { delivered: 0, failed: 0, skipped: 0, unfinished: 0, bytes: 0 };
  const failures: AppError[] = [];
  // Advice is the same for all files that failed for one reason: given once a reason.
  const advised = new Set<string>();

  const count = ({ state, receipt, error }: UploadEnd) => {
    counts.bytes += receipt?.bytes ?? 0;
    if (state === "delivered" || state === "skipped") counts[state] += 1;
    else counts.failed += 1;
    if (state === "waiting") counts.unfinished += 1;
    if (error && (state === "failed" || state === "waiting")) failures.push(error);
  };

  const advise = ({ state, error }: UploadEnd) => {
    if (!error || state === "skipped" || advised.has(error.code)) return;
    advised.add(error.code);
    for (const line of errorLines(error)) say(`  ${line}`);
  };

  return {
    end: (end) => {
      count(end);
      out(isJson ? toWireJson(endEvent(end)) : endLine(end));
      advise(end);
    },
    summary: () => {
      const host = elsewhere === null ? {} : { host: elsewhere };
      if (isJson) return out(toWireJson({ event: "summary", ...counts, ...host }));
      return out(uploadWords.summary({ ...counts, elsewhere }));
    },
    exitCode: () => {
      if (counts.failed === 0) return exitCodes.done;
      return failures.length === 0
        ? exitCodes.someFailed
        : uploadExitCode(counts.delivered, failures);
    },
  };
};
