import { describe, expect, it } from "vitest";
import type { AppError } from "../../src/domain/errors.ts";
import { noticeFacts, ownerNotice } from "../../src/words/owner-notice.ts";

const notice = (error: AppError, endpoint: string | null = null): string =>
  ownerNotice({ error, accessKeyId: null, region: "eu-west-1", endpoint, prefix: "in/", atMs: 0 });

const denied = (storeMessage: string, storeCode?: string): AppError => ({
  code: "AccessDenied",
  right: "write",
  bucket: "inbox",
  key: "in/a.pdf",
  answer: { status: 403, storeMessage, ...(storeCode !== undefined && { storeCode }) },
});

const may = "User: arn:aws:iam::1:user/u is not authorized to perform:";

describe("the text for the bucket owner", () => {
  it("asks for the permission of a sender's key, with the policy that grants it", () => {
    const text = notice(denied("Access Denied", "AccessDenied"));
    expect(text).toContain("permission needed: s3:PutObject\n");
    expect(text).toContain("on resource: arn:aws:s3:::inbox/in/a.pdf\n");
    expect(text).toContain('"Statement"');
  });

  it("says whose form the policy has where the service is not AWS", () => {
    const error = denied("Access Denied", "AccessDenied");
    expect(notice(error)).toContain(noticeFacts.policy);
    expect(notice(error, "https://s3.eu-west-1.amazonaws.com")).toContain(noticeFacts.policy);
    expect(notice(error, "https://ceph.example")).toContain(noticeFacts.policyOfAws);
  });

  it("asks for another permission where the service names it, without a policy that lacks it", () => {
    const text = notice(
      denied(
        `${may} kms:GenerateDataKey on resource: arn:aws:kms:eu-west-1:1:key/k`,
        "AccessDenied",
      ),
    );
    expect(text).toContain("permission needed: kms:GenerateDataKey\n");
    expect(text).toContain("on resource: arn:aws:kms:eu-west-1:1:key/k\n");
    expect(text).not.toContain('"Statement"');
  });

  it("asks for no permission where a policy denies it, nor where a proxy may have answered", () => {
    const explicit = notice(
      denied(`${may} s3:PutObject with an explicit deny in a policy`, "AccessDenied"),
    );
    expect(explicit).toContain("denied by a policy: s3:PutObject\n");
    const proxy = notice(denied("<html>"));
    for (const text of [explicit, proxy]) expect(text).not.toContain("permission needed");
    expect(proxy).not.toContain("Only the bucket owner can fix this");
  });

  it("claims no denial where the bucket is missing, and no upload: a setup check makes it, too", () => {
    const text = notice({ code: "NoSuchBucket", bucket: "inbox" });
    expect(text).not.toMatch(/denied|upload/i);
  });
});
