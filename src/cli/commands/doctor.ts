import type { StoreAbilities } from "../../domain/store-abilities.ts";
import {
  knownAbilities,
  nullStoreMemory,
  type StoreMemory,
} from "../../services/ports/store-memory.ts";
import { temporaryWords } from "../../words/connection-keys.ts";
import { abilityWords } from "../../words/storage-abilities.ts";
import { addressOf } from "../../domain/destination-address.ts";
import { clearHost } from "../../domain/loopback.ts";
import type { AppError } from "../../domain/errors.ts";
import { ok, type Result } from "../../domain/result.ts";
import { unknownConnection } from "../../domain/unknown-connection.ts";
import {
  logTokenAccountOf,
  secretAccount,
  type Connection,
  type Settings,
} from "../../domain/settings.ts";
import type { RefusedCheck } from "../../services/connection/connection-deps.ts";
import { verifyConnection } from "../../services/connection/verify-connection.ts";
import { doctorWords } from "../../words/commands/doctor.ts";
import { toConnectionDraft } from "../../domain/connection-draft.ts";
import type { Command } from "../command-context.ts";
import { checkDaemon } from "../doctor/check-daemon.ts";
import { checkProgram } from "../doctor/check-program.ts";
import { checkNetwork } from "../doctor/check-network.ts";
import { Report } from "../doctor/report.ts";
import { findLogOf } from "../../wiring/find-log.ts";
import { createLogSinks, type LogSinks } from "../../wiring/log-sinks.ts";
import { LogReporter } from "../../wiring/log-reporter.ts";
import { openPlatform, type Platform } from "../../wiring/platform.ts";
import { createProfileCredentials, profileCertificates } from "../../wiring/profile-credentials.ts";
import { createOpenStore } from "../../wiring/open-store.ts";
import { openStateDatabase } from "../../wiring/state-database.ts";
import { watchKeys, type WatchedKeys } from "../doctor/watch-keys.ts";
import { unlockSecrets } from "../unlock-secrets.ts";

const checkSecrets = async ({ secrets }: Platform, report: Report): Promise<void> => {
  const holder = await secrets.probe();
  if (holder.kind === "keychain")
    return report.good("keychain", doctorWords.keychainWorks(holder.through));
  const troubles = await secrets.keychainErrors();
  const found = troubles.map(
    ({ through, why }) => `${through}: ${doctorWords.keychain[why ?? "refused"]}`,
  );
  const place =
    holder.kind === "session" ? doctorWords.forSession : doctorWords.inFile(holder.path ?? "");
  return report.note("keychain", found.join("; ") || doctorWords.keychainUnused, place);
};

const checkState = ({ paths }: Platform, report: Report) => {
  const opened = openStateDatabase(paths.stateFile);
  if (opened.ok) report.good("state", paths.stateFile);
  else report.trouble("state", opened.error);
  return opened.ok ? opened.value : null;
};

interface ConnectionCheckDeps {
  readonly platform: Platform;
  readonly report: Report;
  readonly reportRefusal: (refused: RefusedCheck) => void;
  readonly memory: StoreMemory;
  readonly signal: AbortSignal;
}

/** True when the storage service took the signature, and the clock with it: what it judged then is the request. */
const isSignatureAccepted = (checked: Result<unknown, AppError>): boolean => {
  if (checked.ok || checked.error.code === "NoSuchBucket") return true;
  return (
    checked.error.code === "AccessDenied" && checked.error.answer?.storeCode === "AccessDenied"
  );
};

/** What the storage service showed of this clock. */
interface ClockFinding {
  isAccepted: boolean;
  /** By how much requests were corrected. */
  skewMinutes: number;
  refused: AppError | null;
}

const reportClock = ({ isAccepted, skewMinutes, refused }: ClockFinding, report: Report): void => {
  if (refused !== null) report.trouble("clock", refused);
  else if (skewMinutes !== 0)
    report.note("clock", doctorWords.clockOff(skewMinutes), doctorWords.clockAdvice);
  else if (isAccepted) report.good("clock", doctorWords.clockAccepted);
  else report.note("clock", doctorWords.clockUnchecked, doctorWords.clockUncheckedWhy);
};

const reportAbilities = (abilities: StoreAbilities, report: Report): void =>
  report.good("storage service", abilityWords(abilities), { abilities });

/** When temporary keys expire; of others there is nothing to say. */
const reportKeys = (name: string, keys: WatchedKeys, nowMs: number, report: Report): void => {
  const expiresAtMs = keys.expiresAtMs();
  if (expiresAtMs === undefined) return;
  const expiresAt = expiresAtMs === null ? null : new Date(expiresAtMs).toISOString();
  const found = temporaryWords(expiresAtMs, nowMs);
  report.good(`keys of connection ${name}`, found, { expiresAt });
};

const reportCertificates = async (
  { name, profile }: Connection,
  { environment }: Platform,
  report: Report,
): Promise<void> => {
  const file = profile === undefined ? null : await profileCertificates(profile, environment);
  if (profile === undefined || file === null) return;
  const found = doctorWords.network.profileBundle(file, profile);
  report.good(`certificates of connection ${name}`, found, { bundle: file });
};

const reportInClear = (what: string, url: string | null, report: Report): void => {
  const host = clearHost(url);
  if (host !== null) report.note(what, doctorWords.inClear(host), doctorWords.inClearAdvice);
};

const checkConnection = async (
  connection: Connection,
  { platform, report, reportRefusal, memory, signal }: ConnectionCheckDeps,
): Promise<void> => {
  const clock: ClockFinding = { isAccepted: false, skewMinutes: 0, refused: null };
  const openStore = createOpenStore(platform.debug, {
    onClockSkew: (minutes) => {
      clock.skewMinutes = minutes;
    },
    memory,
  });
  const { secrets, environment } = platform;
  const keys = watchKeys(connection, createProfileCredentials(environment));
  const { profileCredentials } = keys;
  for (const destination of connection.destinations) {
    const checked = await verifyConnection(
      { openStore, secrets, profileCredentials, reportRefusal },
      toConnectionDraft(connection, destination),
      signal,
    );
    clock.isAccepted ||= isSignatureAccepted(checked);
    if (!checked.ok && checked.error.code === "ClockSkew") clock.refused = checked.error;
    const what = `connection ${connection.name}, ${destination.bucket}/${destination.prefix}`;
    if (!checked.ok) report.trouble(what, checked.error);
    else if (checked.value.write === "granted") report.good(what, doctorWords.canListAndUpload);
    else report.note(what, doctorWords.canList, doctorWords.uploadUnchecked);
    if (!checked.ok) continue;
    const address = addressOf(connection, destination.bucket);
    reportAbilities(knownAbilities(memory, address, destination.bucket), report);
  }
  await reportCertificates(connection, platform, report);
  reportKeys(connection.name, keys, platform.clock.nowMs(), report);
  reportClock(clock, report);
  const endpoints = connection.destinations.map(
    ({ bucket }) => addressOf(connection, bucket).endpoint,
  );
  for (const endpoint of new Set(endpoints))
    reportInClear(`connection ${connection.name}`, endpoint, report);
};

interface LogCheckDeps {
  readonly logs: LogSinks;
  readonly report: Report;
  readonly signal: AbortSignal;
  /** How its finding is called. */
  readonly what: string;
}

const checkLogServer = async (
  { name, log }: Connection,
  { logs, report, signal, what }: LogCheckDeps,
): Promise<void> => {
  if (log === undefined)
    return report.note(what, doctorWords.noLogServer, doctorWords.noLogServerMeans);
  const answered = await logs.of(name).askToken(signal);
  if (answered.ok) report.good(what, doctorWords.logServer(log.url, answered.value));
  else report.trouble(what, answered.error);
  return reportInClear(what, log.url, report);
};

const pickConnections = (
  { connections }: Settings,
  name: string | undefined,
): Result<readonly Connection[], AppError> => {
  const picked = connections.filter((known) => name === undefined || known.name === name);
  return picked.length > 0
    ? ok(picked)
    : { ok: false, error: unknownConnection(name, connections) };
};

/** Accounts of what a check of the connection reads: a profile has its keys elsewhere. */
const secretsOf = ({ name, profile, log }: Connection): readonly string[] => [
  ...(profile === undefined ? [secretAccount(name)] : []),
  ...(log === undefined ? [] : [logTokenAccountOf(name)]),
];

/** `doctor [--json]`: looks at everything that an upload needs, and names the next step of each trouble. */
export const doctor: Command = async (line, context) => {
  const report = new Report(context, line.flags.has("json"));
  const platform = openPlatform(context.environment);
  await checkProgram(report);
  report.good("Node.js", process.versions.node);
  checkNetwork(context.environment, report);
  await checkSecrets(platform, report);
  const transfers = checkState(platform, report);
  await checkDaemon(platform, report);
  const settings = await platform.settings.load();
  if (!settings.ok) {
    report.trouble("settings", settings.error);
    return report.exitCode;
  }
  report.good("settings", platform.settings.file);
  const picked = pickConnections(settings.value, line.values.get("connection"));
  await unlockSecrets(platform, context, picked.ok ? picked.value.flatMap(secretsOf) : []);
  const logs = createLogSinks((address) => findLogOf(platform, address), platform.debug);
  const reporter = transfers && new LogReporter({ platform, transfers, logs });
  const { signal } = context;
  const reportRefusal = (refused: RefusedCheck) => reporter?.reportRefusal(refused);
  const memory = transfers?.stores ?? nullStoreMemory;
  if (!picked.ok) report.trouble("connection", picked.error);
  for (const connection of picked.ok ? picked.value : []) {
    await checkConnection(connection, { platform, report, reportRefusal, memory, signal });
  }
  for (const connection of picked.ok ? picked.value : []) {
    // As scripts know it, where it needs no name.
    const isOnly = settings.value.connections.length === 1;
    const what = isOnly ? "log server" : `log server of ${connection.name}`;
    await checkLogServer(connection, { logs, report, signal, what });
  }
  await reporter?.close(5_000);
  transfers?.close();
  return report.exitCode;
};
