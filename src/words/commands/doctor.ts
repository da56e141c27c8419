import type { ProxyInUse } from "../../domain/errors.ts";
import { formatCount, formatWhen } from "../../domain/format.ts";
import type { Installation, InstalledAs } from "../../domain/installation.ts";
import type { TokenAnswer } from "../../services/ports/log-sink.ts";
import { clockOffBy } from "../errors/access-errors.ts";
import { safe } from "../safe.ts";
import { logTokenWords } from "../log-token.ts";

/** What doctor found of one thing; `--json` has these names. */
export type FindingState = "ok" | "note" | "trouble";

// Printed only: scripts read the names of before in `--json`.
const states: Readonly<Record<FindingState, string>> = { ok: "ok", note: "note", trouble: "ERROR" };
const subjects: Readonly<Record<string, string>> = { worker: "background uploader" };

/** What a background uploader that runs says of itself. */
export interface RunningUploader {
  readonly pid: number;
  readonly version: string;
  /** Null: an older release, which does not tell. */
  readonly startedAtMs: number | null;
  readonly socket: string;
  readonly files: { readonly uploading: number; readonly waiting: number; readonly paused: number };
}

const uploaderWords = {
  off: "turned off by S3_SFTP_WORKER",
  offMeans: "Uploads run only while the app is open.",
  startable: (socket: string): string =>
    `not running; the app starts it when needed (socket ${socket})`,
  startableMeans: "Uploads continue when you disconnect or close the terminal.",
  running: ({ pid, version, startedAtMs, socket, files }: RunningUploader, nowMs: number) => {
    const since = startedAtMs === null ? "" : ` since ${formatWhen(startedAtMs, nowMs)}`;
    const { uploading, waiting, paused } = files;
    const uploads = `${formatCount(uploading, "file")} uploading, ${waiting} waiting, ${paused} paused`;
    return `running${since} (process ${pid}, version ${version}): ${uploads}; private socket ${socket}`;
  },
} as const;

const networkWords = {
  noProxy: "none",
  through: (protocol: string, proxy: ProxyInUse | null): string =>
    proxy === null
      ? `${protocol} without a proxy`
      : `${protocol} through ${safe(proxy.address)} (${proxy.variable})`,
  exempt: (hosts: string): string => `except ${safe(hosts)} (NO_PROXY)`,
  nodeCertificates: (count: number): string => `${count} of Node.js`,
  systemCertificates: (count: number): string => `${count} of this computer`,
  bundle: (file: string): string => `those of ${safe(file)} (AWS_CA_BUNDLE)`,
  profileBundle: (file: string, profile: string): string =>
    `those of ${safe(file)} besides (ca_bundle of the AWS profile ${safe(profile)})`,
} as const;

const installedAs: Readonly<Record<InstalledAs, string>> = {
  deb: "a Debian package",
  tarball: "the tarball",
  npm: "npm",
  source: "source",
};

/** Sentences of `s3-sftp doctor`. */
export const doctorWords = {
  program: (version: string, { as, folder }: Installation): string =>
    `${version}; installed from ${installedAs[as]}, folder ${safe(folder)}`,
  /** The first line of a finding. */
  finding: (state: FindingState, subject: string, found: string): string =>
    `${states[state].padEnd(5)} ${subjects[subject] ?? subject}: ${found}`,
  /** The lines below. */
  more: (line: string): string => `      ${line}`,
  keychain: {
    missing: "not found",
    locked: "locked",
    refused: "cannot store a secret",
    "no passphrase": "cannot store a secret",
    "wrong passphrase": "cannot store a secret",
  },
  keychainWorks: (through: string): string => `works (${through})`,
  keychainUnused: "not used",
  forSession: "Secrets are stored for this session only.",
  inFile: (file: string): string =>
    `Secrets are stored in an encrypted file with a passphrase: ${file}`,
  clockOff: (skewMinutes: number): string =>
    `${clockOffBy(skewMinutes)}; requests use the storage service's time`,
  clockAdvice:
    "Receipts use this computer's time: set the clock, for example with `timedatectl set-ntp true`.",
  clockAccepted: "accepted by the storage service",
  clockUnchecked: "not checked",
  clockUncheckedWhy: "No request got as far as that.",
  canListAndUpload: "can list and upload",
  canList: "can list",
  uploadUnchecked: "Upload permission is checked with the first upload.",
  noLogServer: "not set up",
  noLogServerMeans: "Nobody is notified of deliveries. Press c, then l in the app to add one.",
  logServer: (url: string, token: TokenAnswer): string =>
    `${url} is reachable. ${logTokenWords(token)}`,
  inClear: (host: string): string => `http, not encrypted: ${safe(host)}`,
  inClearAdvice: "Everybody on the way can read files and tokens. Use an https:// address.",
  uploader: uploaderWords,
  network: networkWords,
} as const;
