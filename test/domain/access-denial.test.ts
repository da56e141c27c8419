import { describe, expect, it } from "vitest";
import { readAccessDenial } from "../../src/domain/access-denial.ts";
import type { StoreAnswer } from "../../src/domain/errors.ts";

const read = (answer?: StoreAnswer) =>
  readAccessDenial({
    code: "AccessDenied",
    right: "write",
    bucket: "inbox",
    ...(answer && { answer }),
  });

const said = (storeMessage: string): StoreAnswer => ({
  status: 403,
  storeCode: "AccessDenied",
  storeMessage,
});

const user = "User: arn:aws:iam::111122223333:user/sender is not authorized to perform:";
const object = "arn:aws:s3:::inbox/november/report.pdf";

describe("why access was denied", () => {
  it.each([
    ["list", "s3:ListBucket"],
    ["write", "s3:PutObject"],
  ] as const)("is the permission to %s where the service names none", (right, action) => {
    const error = { code: "AccessDenied", right, bucket: "inbox" } as const;
    const plain = { reason: "permission", action, resource: null, isNamed: false };
    expect(readAccessDenial(error)).toEqual(plain);
    expect(readAccessDenial({ ...error, answer: said("Access Denied") })).toEqual(plain);
  });

  it("is the permission that the service names: tags and KMS keys need one of their own", () => {
    const tags = `${user} s3:PutObjectTagging on resource: "${object}" because no identity-based policy allows the s3:PutObjectTagging action`;
    expect(read(said(tags))).toEqual({
      reason: "permission",
      action: "s3:PutObjectTagging",
      resource: object,
      isNamed: true,
    });
    const key = "arn:aws:kms:eu-west-1:111122223333:key/1234";
    expect(read(said(`${user} kms:GenerateDataKey on resource: ${key} because …`))).toEqual({
      reason: "permission",
      action: "kms:GenerateDataKey",
      resource: key,
      isNamed: true,
    });
  });

  it("is a policy that denies, which no further permission would change", () => {
    const denied = `${user} s3:PutObject on resource: "${object}" with an explicit deny in a resource-based policy`;
    expect(read(said(denied))).toEqual({
      reason: "explicit deny",
      action: "s3:PutObject",
      resource: object,
    });
  });

  it("is not known from another code, or from none: a proxy may have answered", () => {
    expect(read({ status: 403, storeCode: "AllAccessDisabled" })).toEqual({
      reason: "other code",
      storeCode: "AllAccessDisabled",
    });
    expect(read({ status: 403 })).toEqual({ reason: "no code" });
  });
});
