import { describe, expect, it } from "vitest";
import { awsBucketNameProblem, bucketNameProblem } from "../../src/domain/bucket-name.ts";

describe("the name of a bucket", () => {
  it.each([
    ["acme-inbox.2026", null],
    ["Old_Bucket", null],
    ["ab", "3 to 63"],
    ["a b c", '" "'],
    ["ünter", '"ü"'],
    ["-acme", "start and end"],
    ["acme.", "start and end"],
    ["a..b", "two dots"],
    ["192.168.0.1", "IP address"],
  ])("%j: which rule of every storage service it breaks", (name, rule) => {
    if (rule === null) expect(bucketNameProblem(name)).toBeNull();
    else expect(bucketNameProblem(name)).toContain(rule);
  });

  it.each([
    ["acme-inbox", null, null],
    ["inbox-k8d3-s3alias", null, null],
    ["My-Bucket", null, '"M"'],
    ["my_bucket", "eu-west-1", '"_"'],
    // Made before March 2018.
    ["My_Bucket", "us-east-1", null],
    ["xn--inbox", "us-east-1", "xn--"],
    ["inbox--use1-az4--x-s3", null, "directory bucket"],
    ["inbox--ol-s3", null, "--ol-s3"],
  ])("%j in %s: which rule of AWS alone it breaks", (name, region, rule) => {
    if (rule === null) expect(awsBucketNameProblem(name, region)).toBeNull();
    else expect(awsBucketNameProblem(name, region)).toContain(rule);
  });
});
