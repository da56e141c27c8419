import type { AppError, AppErrorCode } from "./errors.ts";

/** As a shell counts the end by a signal: 128 and the signal's number. */
export const signalCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** What each end of the program tells a script. src/main.ts and the log server, which may not import it, agree. */
export const exitCodes = {
  done: 0,
  someFailed: 1,
  usage: 2,
  notSetUp: 3,
  network: 4,
  /** EX_SOFTWARE of sysexits.h. */
  bug: 70,
  interrupted: signalCodes.SIGINT,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

const byCode: Partial<Readonly<Record<AppErrorCode, ExitCode>>> = {
  InvalidInput: exitCodes.usage,
  NotSetUp: exitCodes.notSetUp,
  // What cannot be read is as good as not set up: mended, or set aside, it works.
  StateUnreadable: exitCodes.notSetUp,
  SecretStoreUnavailable: exitCodes.notSetUp,
  InvalidAccessKey: exitCodes.notSetUp,
  WrongSecret: exitCodes.notSetUp,
  CredentialsExpired: exitCodes.notSetUp,
  CredentialsUnavailable: exitCodes.notSetUp,
  AccessDenied: exitCodes.notSetUp,
  ProxyUnusable: exitCodes.notSetUp,
  CertificatesUnreadable: exitCodes.notSetUp,
  EndpointUnreachable: exitCodes.network,
  Stalled: exitCodes.network,
};

/** The exit code when this error is why nothing was done. */
export const exitCodeOf = (error: AppError): ExitCode => byCode[error.code] ?? exitCodes.someFailed;

/**
 * The exit code of an upload: 0 without failures, 1 when something else was delivered or the reasons differ,
 * otherwise what the reason says.
 */
export const uploadExitCode = (delivered: number, failures: readonly AppError[]): ExitCode => {
  const codes = new Set(failures.map(exitCodeOf));
  const [only] = codes;
  if (only === undefined) return exitCodes.done;
  return delivered === 0 && codes.size === 1 ? only : exitCodes.someFailed;
};
