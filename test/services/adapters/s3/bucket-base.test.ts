import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plainBase } from "../../../../src/services/adapters/s3/bucket-base.ts";
import { baseByRules } from "../../../../src/services/adapters/s3/sdk-client.ts";

const byRules = (region: string, endpoint: string | null, bucket: string) =>
  baseByRules({ region, endpoint }, bucket);

const regions = fc.constantFrom("us-east-1", "eu-central-1", "ap-southeast-2", "mx-central-1");
const buckets = fc.stringMatching(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/u);

describe("the base of a plain bucket", () => {
  it("is the one that the SDK's rules give", () => {
    fc.assert(
      fc.property(regions, buckets, (region, bucket) => {
        const base = plainBase({ region, endpoint: null }, bucket);
        // A doubled hyphen is left to the rules.
        if (bucket.includes("--")) expect(base).toBeNull();
        else expect(base).toEqual(byRules(region, null, bucket));
      }),
    );
  });

  it.each([
    ["cn-north-1", null, "inbox"],
    ["us-gov-west-1", null, "inbox"],
    ["aws-global", null, "inbox"],
    ["eu-central-1", null, "in.box"],
    ["eu-central-1", null, "inbox--euc1-az1--x-s3"],
    ["eu-central-1", null, "arn:aws:s3:eu-central-1:123456789012:accesspoint/inbox"],
  ])("is left to the SDK's rules in %s at %s for %s", (region, endpoint, bucket) => {
    expect(plainBase({ region, endpoint }, bucket)).toBeNull();
  });
});
