import { lifecycleRule, permissionPolicy } from "../../domain/bucket-policy.ts";
import { parseDestination } from "../../domain/connection.ts";
import type { Command } from "../command-context.ts";
import { exitCodes } from "../../domain/exit-codes.ts";
import { parseUploadOptions } from "../upload-options.ts";
import { sayError } from "../say-error.ts";
import { policyWords } from "../../words/commands/policy.ts";

/** `policy BUCKET[/PREFIX]`: for the bucket owner: what a sender's key needs and what removes stray parts. */
export const policy: Command = async (line, context) => {
  const destination = parseDestination(line.paths_[0] ?? "");
  if (!destination.ok) return sayError(context, destination.error);
  const options = parseUploadOptions(line);
  if (!options.ok) return sayError(context, options.error);
  const { bucket, prefix } = destination.value;
  context.say(policyWords.policy);
  context.out(permissionPolicy({ bucket, prefix, options: options.value }).trimEnd());
  context.say(policyWords.lifecycleRule(bucket));
  context.out(lifecycleRule({ prefix }).trimEnd());
  return exitCodes.done;
};
