import { describe, expect, it } from "vitest";
import { lifecycleRule, permissionPolicy } from "../../src/domain/bucket-policy.ts";

interface Statement {
  readonly Effect: string;
  readonly Action: string;
  readonly Resource: string;
  readonly Condition?: object;
}

const statementsOf = (text: string): readonly Statement[] => {
  const { Statement }: { readonly Statement: readonly Statement[] } = JSON.parse(text);
  return Statement;
};

describe("the policy for a sender's key", () => {
  it("gives exactly two rights", () => {
    const statements = statementsOf(permissionPolicy({ bucket: "inbox", prefix: "" }));
    expect(statements.map(({ Effect, Action, Resource }) => [Effect, Action, Resource])).toEqual([
      ["Allow", "s3:ListBucket", "arn:aws:s3:::inbox"],
      ["Allow", "s3:PutObject", "arn:aws:s3:::inbox/*"],
    ]);
    expect(statements.every(({ Condition }) => Condition === undefined)).toBe(true);
  });

  it("keeps both within the prefix", () => {
    const [list, put] = statementsOf(permissionPolicy({ bucket: "inbox", prefix: "clinic/" }));
    expect(list?.Condition).toEqual({ StringLike: { "s3:prefix": "clinic/*" } });
    expect(put?.Resource).toBe("arn:aws:s3:::inbox/clinic/*");
  });

  it("takes signs of a folder's name for themselves, not for wildcards that open other folders", () => {
    const [list, put] = statementsOf(permissionPolicy({ bucket: "inbox", prefix: "a*/b?$/" }));
    expect(list?.Condition).toEqual({ StringLike: { "s3:prefix": "a${*}/b${?}${$}/*" } });
    expect(put?.Resource).toBe("arn:aws:s3:::inbox/a${*}/b${?}${$}/*");
  });

  it("asks for what tags, an ACL and a KMS key need, and no more", () => {
    const options = { tags: { a: "1" }, acl: "bucket-owner-full-control", sse: "aws:kms:1234" };
    const target = { bucket: "inbox", prefix: "", region: "cn-north-1", options };
    expect(statementsOf(permissionPolicy(target))).toMatchObject([
      { Action: "s3:ListBucket" },
      { Action: ["s3:PutObject", "s3:PutObjectTagging", "s3:PutObjectAcl"] },
      {
        Action: ["kms:GenerateDataKey", "kms:Decrypt"],
        Resource: "arn:aws-cn:kms:*:*:key/1234",
      },
    ]);
    const plain = { ...target, options: { sse: "AES256", storageClass: "GLACIER" } };
    expect(statementsOf(permissionPolicy(plain))).toHaveLength(2);
  });

  it.each([
    ["aws:kms:arn:aws:kms:eu-west-1:1:key/2", "arn:aws:kms:eu-west-1:1:key/2"],
    ["aws:kms:dsse:1234", "arn:aws:kms:*:*:key/1234"],
    ["aws:kms:alias/inbox", "arn:aws:kms:*:*:key/*"],
  ])("names the key of %s", (sse, resource) => {
    const statements = statementsOf(
      permissionPolicy({ bucket: "b", prefix: "", options: { sse } }),
    );
    expect(statements[2]?.Resource).toBe(resource);
  });

  it.each([
    ["cn-north-1", "arn:aws-cn:s3:::inbox"],
    ["us-gov-west-1", "arn:aws-us-gov:s3:::inbox"],
    ["eu-central-1", "arn:aws:s3:::inbox"],
  ])("names the partition of %s", (region, resource) => {
    const [list] = statementsOf(permissionPolicy({ bucket: "inbox", prefix: "", region }));
    expect(list?.Resource).toBe(resource);
  });
});

describe("the lifecycle rule", () => {
  it("ends unfinished uploads after seven days, or as many as told", () => {
    expect(JSON.parse(lifecycleRule({ prefix: "clinic/" }))).toMatchObject({
      Rules: [
        {
          Status: "Enabled",
          Filter: { Prefix: "clinic/" },
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
        },
      ],
    });
    expect(lifecycleRule({ prefix: "", days: 2 })).toContain('"DaysAfterInitiation": 2');
  });
});
