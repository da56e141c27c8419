import { lifecycleRule, permissionPolicy } from "../../domain/bucket-policy.ts";
import { bucketProblem, parseDestination } from "../../domain/connection.ts";
import type { AppError } from "../../domain/errors.ts";
import { fail, type Result } from "../../domain/result.ts";
import type { Destination } from "../../domain/settings.ts";
import type { Command } from "../command-context.ts";
import { exitCodes } from "../../domain/exit-codes.ts";
import { parseUploadOptions } from "../upload-options.ts";
import { sayError } from "../say-error.ts";
import { policyWords } from "../../words/commands/policy.ts";

/** The documents are AWS's, and so is the bucket. */
const parseAwsDestination = (text: string): Result<Destination, AppError> => {
  const destination = parseDestination(text);
  if (!destination.ok) return destination;
  const problem = bucketProblem(destination.value.bucket, null);
  return problem === null ? destination : fail(problem);
};

/** With what was typed. */
const asGiven = (error: AppError, typed: string): AppError =>
  error.code === "InvalidInput"
    ? { ...error, given: { option: "BUCKET[/PREFIX]", value: typed } }
    : error;

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
