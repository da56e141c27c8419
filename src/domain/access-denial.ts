import type { AppErrorOf } from "./errors.ts";

/** What a denial says of its reason. */
export type AccessDenial =
  /** The key needs this IAM action; on which ARN, when the service names it. */
  | {
      readonly reason: "permission";
      readonly action: string;
      readonly resource: string | null;
      /** False: the service names no action, and this is the one that was asked for. */
      readonly isNamed: boolean;
    }
  /** A policy forbids the action, so that no further permission would help. */
  | { readonly reason: "explicit deny"; readonly action: string; readonly resource: string | null }
  /** An S3 error code that is not about permissions, such as AllAccessDisabled. */
  | { readonly reason: "other code"; readonly storeCode: string }
  /** Forbidden without an S3 error code: a proxy or a gateway in between may have said so. */
  | { readonly reason: "no code" };

// "User: arn:… is not authorized to perform: s3:PutObjectTagging on resource: "arn:…" because no identity-based policy
// allows …", or "… with an explicit deny in …": IAM User Guide, "Troubleshoot access denied error messages".
const actionPattern = /not authorized to perform: ([a-z0-9-]+:[A-Za-z]+)/u;
const resourcePattern = /on resource: "?(arn:[^\s"]+)/u;
const denyPattern = /explicit deny/u;

const plainActions = { list: "s3:ListBucket", write: "s3:PutObject" } as const;

/** Why access was denied, from the answer: tags, KMS keys and explicit denies give the same code as a missing permission. */
export const readAccessDenial = ({ right, answer }: AppErrorOf<"AccessDenied">): AccessDenial => {
  const plain = {
    reason: "permission",
    action: plainActions[right],
    resource: null,
    isNamed: false,
  } as const;
  if (answer === undefined) return plain;
  const { storeCode, storeMessage = "" } = answer;
  if (storeCode === undefined) return { reason: "no code" };
  if (storeCode !== "AccessDenied") return { reason: "other code", storeCode };
  const action = actionPattern.exec(storeMessage)?.[1];
  if (action === undefined) return plain;
  const resource = resourcePattern.exec(storeMessage)?.[1] ?? null;
  return denyPattern.test(storeMessage)
    ? { reason: "explicit deny", action, resource }
    : { reason: "permission", action, resource, isNamed: true };
};
