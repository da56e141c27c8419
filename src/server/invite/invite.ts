import { permissionPolicy } from "../../domain/bucket-policy.ts";
import {
  bucketProblem,
  parseAccessKeyId,
  parseConnectionName,
  parseDestination,
  parseEndpoint,
  parseLogUrl,
  parseRegion,
} from "../../domain/connection.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import { inviteWords } from "../words/invite-words.ts";

/** What an administrator says of a sender, as it was written. */
export interface InviteFields {
  readonly bucket: string;
  readonly region: string;
  readonly accessKeyId: string;
  /** Null: AWS. */
  readonly endpoint: string | null;
  readonly logUrl: string;
  /** What the sender's app calls the recipient; null: the bucket's name. */
  readonly label: string | null;
}

/** Where a sender delivers and with which key, checked by the client's own parsers. Nothing in it is secret. */
export interface Invite {
  readonly bucket: string;
  readonly prefix: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly endpoint: string | null;
  readonly logUrl: string;
  readonly label: string | null;
}

/** What makes an invite one: who has it is let in. */
export interface InviteSecrets {
  readonly secretAccessKey: string;
  readonly token: string;
}

/** What an administrator calls a value: an option, or a column of a file. */
export type FieldNames = Readonly<Record<keyof InviteFields, string>>;

/** A value that stands in quotes in the block must leave one kind of them to stand in. */
const quoteProblem = (text: string): string | null =>
  /'/.test(text) && /["$`\\]/.test(text) ? inviteWords.bothQuotes : null;

/** Checks all fields. Fails with a sentence for each that is wrong, by the name that the administrator knows. */
export const parseInvite = (
  fields: InviteFields,
  names: FieldNames,
): Result<Invite, readonly string[]> => {
  const problems: string[] = [];
  const take = <T>(
    field: keyof InviteFields,
    parsed: Result<T, { readonly problem: string }>,
  ): T | null => {
    if (parsed.ok) return parsed.value;
    problems.push(inviteWords.badField(names[field], parsed.error.problem));
    return null;
  };
  const destination = take("bucket", parseDestination(fields.bucket));
  const region = take("region", parseRegion(fields.region));
  const accessKeyId = take("accessKeyId", parseAccessKeyId(fields.accessKeyId));
  const endpoint =
    fields.endpoint === null ? null : take("endpoint", parseEndpoint(fields.endpoint));
  const logUrl = take("logUrl", parseLogUrl(fields.logUrl));
  const label = fields.label === null ? null : take("label", parseConnectionName(fields.label));
  const isPlaced = destination !== null && (fields.endpoint === null || endpoint !== null);
  const notThere = isPlaced ? bucketProblem(destination.bucket, endpoint, region) : null;
  if (notThere !== null)
    problems.push(
      inviteWords.badField(
        notThere.field === "endpoint" ? names.endpoint : names.bucket,
        notThere.problem,
      ),
    );
  const quotes = quoteProblem(fields.bucket);
  if (destination !== null && quotes !== null)
    problems.push(inviteWords.badField(names.bucket, quotes));
  const hasAll = destination !== null && region !== null && accessKeyId !== null && logUrl !== null;
  if (!hasAll || problems.length > 0) return fail(problems);
  return ok({ ...destination, region, accessKeyId, endpoint, logUrl, label });
};

/** As a shell reads it too: with quotes around what is more than one word to it. */
const quoted = (value: string): string => {
  if (/^[\w/+=.:@%-]+$/.test(value)) return value;
  return value.includes("'") ? `"${value}"` : `'${value}'`;
};

/**
 * The block that a sender pastes at the first question of setup, with a line end. Names and order: docs/log-server.md.
 * It holds secrets.
 */
export const inviteBlock = (invite: Invite, { secretAccessKey, token }: InviteSecrets): string => {
  const { bucket, prefix, region, endpoint, accessKeyId, logUrl, label } = invite;
  // The answer to the first question stands last: a slow line may bring them one by one, and setup then leaves that
  // question when it has all.
  const lines: readonly (readonly [string, string | null])[] = [
    ["S3_SFTP_LABEL", label],
    ["S3_SFTP_BUCKET", `${bucket}/${prefix}`.replace(/\/$/, "")],
    ["S3_SFTP_LOG_URL", logUrl],
    ["S3_SFTP_LOG_TOKEN", token],
    ["AWS_REGION", region],
    ["AWS_ENDPOINT_URL", endpoint],
    ["AWS_SECRET_ACCESS_KEY", secretAccessKey],
    ["AWS_ACCESS_KEY_ID", accessKeyId],
  ];
  return lines
    .flatMap(([name, value]) => (value === null ? [] : [`${name}=${quoted(value)}\n`]))
    .join("");
};

/** What the bucket owner allows the sender's key, as JSON with a line end. */
export const invitePolicy = ({ bucket, prefix, region }: Invite): string =>
  permissionPolicy({ bucket, prefix, region });
