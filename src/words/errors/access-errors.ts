import { type AccessDenial, readAccessDenial } from "../../domain/access-denial.ts";
import { assertNever } from "../../domain/assert-never.ts";
import type { CredentialSource, Permission } from "../../domain/errors.ts";
import { formatCount } from "../../domain/format.ts";
import { type ErrorSentences, type SentenceTable, who } from "./error-sentences.ts";
import { joinTexts } from "../../domain/non-empty.ts";
import { safe } from "../safe.ts";

const permissionWords: Readonly<Record<Permission, string>> = {
  list: "list",
  write: "upload to",
};

/** How wrong a clock is, and in which direction; 0 stands for a service that did not tell its own time. */
export const clockOffBy = (minutes: number): string =>
  minutes === 0
    ? "wrong"
    : `${formatCount(Math.abs(minutes), "minute")} ${minutes < 0 ? "slow" : "fast"}`;

const plainActions: ReadonlySet<string> = new Set(["s3:PutObject", "s3:ListBucket"]);

const onResource = ({ resource }: { readonly resource: string | null }): string =>
  resource === null ? "" : ` on ${safe(resource)}`;

/** What was denied, in the words of the service where it names an action. */
const denied = (denial: AccessDenial, right: Permission): string => {
  if (denial.reason === "explicit deny")
    return `A policy denies ${safe(denial.action)} to this access key.`;
  if (denial.reason === "permission" && denial.isNamed && !plainActions.has(denial.action))
    return `The storage service denied ${safe(denial.action)}.`;
  return `This access key cannot ${permissionWords[right]} the bucket.`;
};

/** What to do about a denial. Only what the service said is said of its reason. */
const denialNext = (denial: AccessDenial): string => {
  switch (denial.reason) {
    case "permission":
      return `Send the details to the bucket owner: this key needs the permission ${safe(denial.action)}${onResource(denial)}.`;
    case "explicit deny":
      return `Send the details to the bucket owner: it may ask for something that was not sent, such as encryption or an ACL.`;
    case "other code":
      return "Send the details to the bucket owner.";
    case "no code":
      return "The answer has no S3 error code, so a proxy may have blocked the request. Ask your IT team first, then the bucket owner.";
    default:
      return assertNever(denial);
  }
};

/** What was asked for beyond the object may be what is denied, where the service does not say what is. */
const withoutAsked = (denial: AccessDenial, asked: readonly string[] = []): string =>
  asked.length === 0 || denial.reason !== "permission" || denial.isNamed
    ? ""
    : ` Or try without ${joinTexts(asked, ", ")}, if that may be left out.`;

const because = (why: string | null): string =>
  why === null ? "." : `: ${safe(why).replace(/\.$/, "")}.`;

/** Which source gave no keys, and what brings it to give some. */
const sourceWords = (
  source: CredentialSource,
  why: string | null,
): Pick<ErrorSentences, "happened" | "subject" | "next"> => {
  if (source.type === "environment") {
    return {
      happened: `The environment gives no keys${because(why)}`,
      subject: "the AWS_… variables",
      next: "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile with --profile.",
    };
  }
  const profile = safe(source.profile);
  const subject = `AWS profile ${profile}`;
  switch (source.from) {
    case "no such profile":
      return {
        happened: `There is no AWS profile "${profile}" on this computer${because(why)}`,
        subject,
        next: "Compare the name with those in ~/.aws/config and ~/.aws/credentials (`aws configure list-profiles`).",
      };
    case "nowhere":
      return {
        happened: `The AWS profile "${profile}" has no keys and does not say where to get them${because(why)}`,
        subject,
        next: `Add them with \`aws configure --profile ${profile}\`, or name another profile.`,
      };
    case "program":
      return {
        happened: `The program of the AWS profile "${profile}" gave no keys${because(why)}`,
        subject: `credential_process = ${safe(source.program ?? "")}`,
        next: "Run the program by itself to see what it says, then try again.",
      };
    case "sso":
      return {
        happened: `The sign-in of the AWS profile "${profile}" (SSO) gave no keys${because(why)}`,
        subject,
        next: `Run \`aws sso login --profile ${profile}\`, then try again.`,
      };
    case "login":
      return {
        happened: `The sign-in of the AWS profile "${profile}" gave no keys${because(why)}`,
        subject,
        next: `Run \`aws login --profile ${profile}\`, then try again.`,
      };
    case "role":
      return {
        happened: `The AWS profile "${profile}" could not take on its role${because(why)}`,
        subject,
        next: `Check it with \`aws sts get-caller-identity --profile ${profile}\`, then try again.`,
      };
    case "file":
      return {
        happened: `The keys of the AWS profile "${profile}" cannot be used${because(why)}`,
        subject,
        next: `Correct them with \`aws configure --profile ${profile}\`, then try again.`,
      };
    default:
      return assertNever(source.from);
  }
};

/** With what the service says of it, which may name the regions that it knows. */
const notInRegion = (said: string, why: string | undefined): string =>
  why === undefined
    ? `The bucket is not in region ${safe(said)}.`
    : `The storage service does not accept region ${safe(said)}${because(why)}`;

/** The key and what it may do. */
export const accessErrors: SentenceTable<
  | "InvalidAccessKey"
  | "WrongSecret"
  | "CredentialsExpired"
  | "CredentialsUnavailable"
  | "AccessDenied"
  | "NoSuchBucket"
  | "WrongRegion"
  | "ClockSkew"
> = {
  InvalidAccessKey: () => ({
    happened: "This access key is not valid.",
    subject: "the access key",
    next: "Compare it with the one you were given. If they match, ask for a new one: this key may be disabled or expired.",
    who: who.keyGiver,
  }),
  WrongSecret: () => ({
    happened: "The secret access key does not match this access key.",
    subject: "the secret access key",
    next: "Paste the whole secret access key again (usually 40 characters), then try again.",
    who: who.you,
  }),
  CredentialsExpired: () => ({
    happened: "These temporary keys have run out or are not valid.",
    subject: "the session token",
    next: "Renew them (for example with `aws sso login`, or paste new ones in `s3-sftp setup`) and retry: uploads resume.",
    who: who.you,
  }),
  CredentialsUnavailable: ({ source, why }) => ({
    ...sourceWords(source, why),
    who: who.you,
  }),
  AccessDenied: (error) => {
    const { right, bucket, key } = error;
    const denial = readAccessDenial(error);
    return {
      happened: denied(denial, right),
      subject: key === undefined ? safe(bucket) : `${safe(bucket)}/${safe(key)}`,
      next: `${denialNext(denial)}${withoutAsked(denial, error.asked)}`,
      who: denial.reason === "no code" ? who.network : who.owner,
    };
  },
  NoSuchBucket: ({ bucket }) => ({
    happened: "This bucket does not exist.",
    subject: safe(bucket),
    next: "Compare the name with the one you were given. If they match, ask the bucket owner whether it still exists.",
    // Most often it is mistyped.
    who: who.keyGiver,
  }),
  WrongRegion: ({ said, is, endpoint, answer }) => {
    if (is === null && endpoint !== undefined) {
      return {
        happened: `The bucket has another endpoint: ${safe(endpoint)}.`,
        subject: "the endpoint",
        next: `Change the connection's endpoint to ${safe(endpoint)}, without the bucket's name before it.`,
        who: who.you,
      };
    }
    return {
      happened:
        is === null
          ? notInRegion(said, answer?.storeMessage)
          : `The bucket is in region ${safe(is)}, not ${safe(said)}.`,
      subject: "the region",
      next:
        is === null
          ? "Ask which region the bucket is in, then change it in the connection."
          : `Change the connection's region to ${safe(is)}.`,
      who: who.you,
    };
  },
  ClockSkew: ({ minutes }) => ({
    happened: `This computer's clock is ${clockOffBy(minutes)}, so the storage service rejects its requests.`,
    subject: "this computer's clock",
    next: "Turn on automatic time (`timedatectl set-ntp true`) or set the clock, then try again.",
    who: who.you,
  }),
};
