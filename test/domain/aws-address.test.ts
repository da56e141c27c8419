import { describe, expect, it } from "vitest";
import { ambientAddress, regionOfEndpoint } from "../../src/domain/aws-address.ts";
import { parseAwsConfig } from "../../src/domain/aws-config.ts";

const config = parseAwsConfig(
  [
    "[profile plain]\nregion = eu-north-1\nendpoint_url = https://profile.example\n",
    "[profile own]\nservices = s\nendpoint_url = https://profile.example\n[services s]\ns3 =\n  endpoint_url = https://service.example\n",
    "[profile deaf]\nignore_configured_endpoint_urls = true\nendpoint_url = https://profile.example\n",
    "[profile old]\nrequest_checksum_calculation = WHEN_REQUIRED\n",
    "[profile gov]\nuse_fips_endpoint = true\nuse_dualstack_endpoint = TRUE\ns3 =\n  addressing_style = path\n",
  ].join(""),
  null,
);
const address = (
  profile: string,
  environment: Readonly<Record<string, string>> = {},
  isProfileNamed = false,
) => ambientAddress({ environment, config, profile, isProfileNamed });
const ofEnvironment = { AWS_ENDPOINT_URL: "https://all.example" };
const ofS3 = { ...ofEnvironment, AWS_ENDPOINT_URL_S3: "https://s3.example" };

describe("the address that the surroundings name", () => {
  it.each<[string, string | null, ReturnType<typeof address>]>([
    ["of the profile", "https://profile.example", address("plain")],
    ["of its services before its own", "https://service.example", address("own")],
    ["of the environment before the profile", "https://all.example", address("own", ofEnvironment)],
    ["for S3 before that for all", "https://s3.example", address("own", ofS3)],
    ["of a profile named here first", "https://service.example", address("own", ofS3, true)],
    ["without any", null, address("none")],
    ["without one that is to be ignored", null, address("deaf", ofS3)],
    [
      "without one that the environment ignores",
      null,
      address("own", { ...ofS3, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true" }),
    ],
    [
      "without line ends",
      "https://x.example",
      address("own", { AWS_ENDPOINT_URL: "https://x.example\r\n" }),
    ],
  ])("has the endpoint %s: %j", (_, endpoint, found) => {
    expect(found.endpoint).toBe(endpoint);
  });

  it.each<[string | null, Readonly<Record<string, string>>, string]>([
    ["us-east-2", { AWS_REGION: "us-east-2", AWS_DEFAULT_REGION: "us-west-1" }, "plain"],
    ["us-west-1", { AWS_REGION: "", AWS_DEFAULT_REGION: "us-west-1\r" }, "plain"],
    ["eu-north-1", {}, "plain"],
    [null, {}, "own"],
  ])("has the region %s from %j and the profile %s", (region, environment, profile) => {
    expect(address(profile, environment).region).toBe(region);
  });

  it.each<[boolean, string, Readonly<Record<string, string>>]>([
    [false, "plain", {}],
    [true, "old", {}],
    [true, "plain", { AWS_REQUEST_CHECKSUM_CALCULATION: "When_Required " }],
    [false, "old", { AWS_REQUEST_CHECKSUM_CALCULATION: "when_supported" }],
  ])("leaves checksums out: %s, of the profile %s and %j", (expected, profile, environment) => {
    expect(address(profile, environment).omitsChecksums).toBe(expected);
  });

  it("has FIPS and dual-stack of AWS, and the way to address buckets", () => {
    expect(address("gov")).toMatchObject({ isFips: true, isDualStack: true, addressing: "path" });
    expect(address("none", { AWS_USE_FIPS_ENDPOINT: "true" })).toMatchObject({
      isFips: true,
      isDualStack: false,
    });
    expect(address("gov", { AWS_USE_FIPS_ENDPOINT: "false" }).isFips).toBe(false);
    expect(address("gov", ofS3)).toMatchObject({ isFips: false, isDualStack: false });
  });
});

describe("the region of an endpoint", () => {
  it.each([
    ["https://s3.us-west-2.amazonaws.com", "us-west-2"],
    ["https://s3-eu-west-1.amazonaws.com", "eu-west-1"],
    ["https://inbox.s3.dualstack.ap-southeast-2.amazonaws.com", "ap-southeast-2"],
    ["https://s3.eu-central-003.backblazeb2.com", "eu-central-003"],
    ["https://s3.my-company.example", "us-east-1"],
    ["http://127.0.0.1:9000", "us-east-1"],
  ])("%s is %s", (endpoint, region) => {
    expect(regionOfEndpoint(endpoint)).toBe(region);
  });
});
