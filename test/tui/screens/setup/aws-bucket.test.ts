import { describe, expect, it } from "vitest";
import { initialSetup } from "../../../../src/tui/screens/setup/setup-reducer.ts";
import { after, freshSetup, next, secret, typed } from "../../../support/values/setup-steps.ts";

const accessKeyId = "AKIA7EXAMPLE00003F7Q";

const withBucket = (bucket: string, region: string) =>
  after(
    initialSetup(freshSetup),
    typed("accessKeyId", accessKeyId),
    next,
    typed("secret", secret),
    next,
    typed("bucket", bucket),
    next,
    { type: "regionSelected", region },
  );

describe("a bucket that AWS does not allow", () => {
  it.each([
    ["My-Bucket", "eu-west-1"],
    ["my_bucket/in", "eu-west-1"],
    ["xn--inbox", "us-east-1"],
  ])("is asked for again once it is known to be AWS: %s in %s", (bucket, region) => {
    const { question, problem } = withBucket(bucket, region);
    expect(question).toBe("bucket");
    expect(problem).toMatchObject({ code: "InvalidInput", field: "bucket" });
  });

  it("is let through where it may be older than the rule, or not of AWS", () => {
    expect(withBucket("My_Bucket", "us-east-1").problem).toBeNull();
    const again = withBucket("My_Bucket", "eu-west-1");
    const other = after(again, next, { type: "otherServiceSelected" });
    expect(other).toMatchObject({ question: "endpoint", problem: null });
  });

  it("is asked for after an invite that names it", () => {
    const keys = {
      accessKeyId,
      secretAccessKey: secret,
      bucket: "My_Bucket",
      region: "eu-west-1",
      logUrl: "https://log.acme.com",
      logToken: "token",
    };
    expect(after(initialSetup(freshSetup), { type: "pasted", keys }, next)).toMatchObject({
      question: "bucket",
      problem: { code: "InvalidInput", field: "bucket" },
    });
  });
});
