import { addressOf } from "../../domain/destination-address.ts";
import { bucketProblem } from "../../domain/connection.ts";
import type { AppError, AppErrorOf } from "../../domain/errors.ts";
import type { OutcomeAddress } from "../../domain/outcome.ts";
import type { UploadOptions } from "../../domain/transfer.ts";
import { withDefaults } from "../../domain/upload-options.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import { nonEmpty } from "../../domain/non-empty.ts";
import { unknownConnection } from "../../domain/unknown-connection.ts";
import {
  logTokenAccountOf,
  secretAccount,
  type Connection,
  type Settings,
} from "../../domain/settings.ts";
import { storedCredentials } from "../../services/connection/held-keys.ts";
import { uploadWords } from "../../words/commands/upload.ts";
import { createProfileCredentials } from "../../wiring/profile-credentials.ts";
import { findLogAt, findLogOf, meantLog, type FindLog } from "../../wiring/find-log.ts";
import type { StoreAddress } from "../../services/ports/object-store.ts";
import type { Platform } from "../../wiring/platform.ts";
import {
  environmentConnection,
  findAmbientStore,
  type AmbientStore,
} from "../../wiring/ambient-store.ts";
import type { UploadCommand } from "../upload-options.ts";

/** Where an upload goes and with which key. */
export interface UploadTarget {
  readonly connection: string;
  readonly bucket: string;
  readonly prefix: string;
  /** As the connection has them, with what was asked for here before those. */
  readonly options: UploadOptions;
  /** Set when the stored connection alone does not lead there. */
  readonly ambient: AmbientStore | null;
  /** Host that no stored connection names; null where one does. */
  readonly elsewhere: string | null;
}

type FoundTarget = Omit<UploadTarget, "elsewhere">;

/** Names the option where the bucket is not the connection's own. */
const asGiven = (
  problem: AppErrorOf<"InvalidInput">,
  { bucket }: UploadCommand,
): AppErrorOf<"InvalidInput"> =>
  problem.field === "bucket" && bucket !== null
    ? { ...problem, given: { option: "--bucket", value: bucket } }
    : problem;

/** The host of an endpoint; AWS by its region. */
const hostOf = ({ endpoint, region }: StoreAddress): string =>
  endpoint === null ? `AWS S3 ${region}` : new URL(endpoint).host;

const ambientTarget = async (
  { environment }: Platform,
  { bucket, prefix, region, endpoint, profile, addressing, options }: UploadCommand,
): Promise<Result<FoundTarget, AppError>> => {
  if (bucket === null) return fail({ code: "NotSetUp", missing: "bucket" });
  const ambient = await findAmbientStore(environment, {
    profile,
    region,
    endpoint,
    addressing,
  });
  if (!ambient.ok) return ambient;
  const { connection } = ambient.value;
  return ok({ connection, bucket, prefix: prefix ?? "", options, ambient: ambient.value });
};

const storedTarget = async (
  platform: Platform,
  command: UploadCommand,
  stored: Connection,
): Promise<Result<FoundTarget, AppError>> => {
  const destination =
    command.bucket === null
      ? stored.destinations[0]
      : { bucket: command.bucket, prefix: command.prefix ?? "" };
  if (!destination) return fail({ code: "NotSetUp", missing: "bucket", name: stored.name });
  const target = {
    connection: stored.name,
    bucket: destination.bucket,
    prefix: command.prefix ?? destination.prefix,
    options: withDefaults(command.options, stored.options),
  };
  const { region, endpoint, addressing, profile } = command;
  if (region === null && endpoint === null && addressing === null && profile === null) {
    return ok({ ...target, ambient: null });
  }
  const known = addressOf(stored, destination.bucket);
  const address = {
    region: region ?? known.region,
    endpoint: endpoint ?? known.endpoint,
    addressing: addressing ?? stored.addressing,
    terms: stored.options,
  };
  const { environment, settings, secrets } = platform;
  const profileCredentials = createProfileCredentials(environment);
  const credentials =
    profile === null
      ? storedCredentials({ settings, secrets, profileCredentials }, stored)
      : profileCredentials(profile);
  const held = await credentials(false);
  if (!held.ok) return held;
  return ok({ ...target, ambient: { connection: stored.name, address, credentials } });
};

/** Files must not go to another recipient than is meant: with several stored, one has to be named. */
const unnamedConnection = (
  { connections }: Settings,
  { connection: name, profile }: UploadCommand,
): AppError | null => {
  if (name !== null || profile !== null || connections.length < 2) return null;
  const names = connections.map((connection) => connection.name);
  const given = { option: "--connection", value: null };
  return {
    code: "InvalidInput",
    field: "connectionName",
    problem: uploadWords.whichOf(names),
    given,
  };
};

/** A profile that was named without a connection has an address of its own. */
const findStored = (
  { connections }: Settings,
  { connection: name, profile }: UploadCommand,
): Connection | undefined => {
  if (name !== null) return connections.find((connection) => connection.name === name);
  return profile === null ? connections[0] : undefined;
};

/** Accounts of the secrets that an upload reads: none for the keys of a profile, or of the environment. */
export const secretsToRead = (
  { environment }: Platform,
  settings: Settings,
  command: UploadCommand,
): readonly string[] => {
  const stored = findStored(settings, command);
  const hasOwnKeys = command.profile !== null || stored?.profile !== undefined;
  const isLogTold = command.logUrl !== null || meantLog(settings, stored?.name ?? null) !== null;
  const isTokenGiven = nonEmpty(environment["S3_SFTP_LOG_TOKEN"]) !== null;
  return [
    ...(stored && !hasOwnKeys ? [secretAccount(stored.name)] : []),
    ...(isLogTold && !isTokenGiven ? [logTokenAccountOf(stored?.name ?? "")] : []),
  ];
};

/**
 * The stored connection that was named, else the only one, else the keys of environment and AWS profiles. Fails
 * with NotSetUp or InvalidInput.
 */
export const findUploadTarget = async (
  platform: Platform,
  settings: Settings,
  command: UploadCommand,
): Promise<Result<UploadTarget, AppError>> => {
  const { connection: name } = command;
  const unnamed = unnamedConnection(settings, command);
  if (unnamed !== null) return fail(unnamed);
  const stored = findStored(settings, command);
  if (!stored && name !== null && name !== environmentConnection) {
    return fail(unknownConnection(name, settings.connections));
  }
  const target = stored
    ? await storedTarget(platform, command, stored)
    : await ambientTarget(platform, command);
  if (!target.ok) return target;
  const { ambient, bucket } = target.value;
  const known = stored ? addressOf(stored, bucket) : null;
  const { endpoint, region } = ambient?.address ?? known ?? { endpoint: null, region: null };
  const problem = bucketProblem(bucket, endpoint, region);
  if (problem !== null) return fail(asGiven(problem, command));
  const isStored = ambient === null || (known !== null && endpoint === known.endpoint);
  return ok({ ...target.value, elsewhere: isStored ? null : hostOf(ambient.address) });
};

/** The log server that is named now, with the token that is given for it; those of earlier uploads with stored ones. */
export const findUploadLog =
  (platform: Platform, command: Pick<UploadCommand, "logUrl">) =>
  (address: OutcomeAddress): FindLog =>
    address.logUrl !== null && address.logUrl === command.logUrl
      ? findLogAt(platform, address.logUrl, address.connection)
      : findLogOf(platform, address);
