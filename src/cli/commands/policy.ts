import { lifecycleRule, permissionPolicy } from "../../domain/bucket-policy.ts";
import { bucketProblem, cleanLine, parseDestination } from "../../domain/connection.ts";
import type { AppErrorOf } from "../../domain/errors.ts";
import { fail, type Result } from "../../domain/result.ts";
import type { Destination } from "../../domain/settings.ts";
import type { Command } from "../command-context.ts";
import { exitCodes } from "../../domain/exit-codes.ts";
import { parseUploadOptions } from "../upload-options.ts";
import { sayError } from "../say-error.ts";
import { policyWords } from "../../words/commands/policy.ts";

type InvalidInput = AppErrorOf<"InvalidInput">;

/** The documents are AWS's, and so is the bucket. */
const parseAwsDestination = (text: string): Result<Destination, InvalidInput> => {
  const destination = parseDestination(text);
  if (!destination.ok) return destination;
  const { bucket, prefix } = destination.value;
  const problem = bucketProblem(bucket, null);
  if (problem !== null) return fail(problem);
  // Typed as the end of an ARN. S3 would take it for a part of the name, and nobody has such a folder.
  const [sign] = /[*?]/.exec(prefix) ?? [];
  return sign === undefined
    ? destination
    : fail({ code: "InvalidInput", field: "prefix", problem: policyWords.wildcard(sign) });
};

const withoutScheme = (typed: string): string => typed.replace(/^(?:arn:[^:]*:s3:::|s3:\/\/)/i, "");

/** What somebody has probably meant by a path, a wildcard or an ARN: a destination that can be used; null for none. */
const likelyMeant = (typed: string): string | null => {
  const folders = withoutScheme(typed)
    .split("/")
    .filter((folder) => !["", ".", "..", "*", "**"].includes(folder));
  const meant = folders.join("/");
  return meant !== typed && parseAwsDestination(meant).ok ? meant : null;
};

/** Names the part that is wrong, and what to type instead. */
const asGiven = (error: InvalidInput, typed: string): InvalidInput => {
  const isArn = typed.startsWith("arn:");
  const [bucket = "", ...folders] = (isArn ? typed : withoutScheme(cleanLine(typed))).split("/");
  const meant = likelyMeant(typed);
  const next = meant === null ? policyWords.example : policyWords.form(meant);
  if (error.field !== "bucket")
    return { ...error, given: { option: policyWords.folder, value: folders.join("/"), next } };
  const whole = bucket === "" ? policyWords.noBucket(typed) : policyWords.bucket;
  return { ...error, given: { option: whole, value: isArn ? typed : bucket, next } };
};

/**
 * `policy BUCKET[/PREFIX]`: for the bucket owner: what a sender's key needs and what removes stray parts. One JSON
 * document on stdout, whatever is asked for.
 */
export const policy: Command = async ({ paths_, flags, ...line }, context) => {
  const [typed = ""] = paths_;
  const destination = parseAwsDestination(typed);
  if (!destination.ok) return sayError(context, asGiven(destination.error, typed));
  const options = parseUploadOptions({ paths_, flags, ...line });
  if (!options.ok) return sayError(context, options.error);
  const { bucket, prefix } = destination.value;
  const rights = permissionPolicy({ bucket, prefix, options: options.value }).trimEnd();
  const rule = lifecycleRule({ prefix }).trimEnd();
  const [isPolicy, isRule] = [flags.has("policy"), flags.has("lifecycle")];
  if (isPolicy !== isRule) {
    context.say(isPolicy ? policyWords.policy : policyWords.lifecycleRule(bucket));
    context.out(isPolicy ? rights : rule);
    return exitCodes.done;
  }
  context.say(policyWords.both(bucket));
  const both: object = { policy: JSON.parse(rights), lifecycle: JSON.parse(rule) };
  context.out(JSON.stringify(both, null, 2));
  return exitCodes.done;
};
