import { describe, expect, it } from "vitest";
import { parseAwsConfig, profileKeys } from "../../src/domain/aws-config.ts";

const section = (profile: string, config: string, credentials: string | null = null) =>
  Object.fromEntries(parseAwsConfig(config, credentials).profiles.get(profile) ?? []);

describe("the files of the AWS CLI", () => {
  it("have a profile that the credentials file names as the config file would", () => {
    const credentials = "[profile clinic]\naws_access_key_id = a\n";
    expect(section("clinic", "", credentials)).toEqual({ aws_access_key_id: "a" });
  });

  it("have a profile in both, whose keys are those of the credentials file", () => {
    const config = "[profile clinic]\nregion = eu-west-1\naws_access_key_id = old\n";
    expect(section("clinic", config, "[clinic]\naws_access_key_id = new\n")).toEqual({
      region: "eu-west-1",
      aws_access_key_id: "new",
    });
  });

  it.each([
    ["[default]\nregion = a", "default"],
    ["[profile default]\nregion = a", "default"],
    ['[profile "two words"]\nregion = a', "two words"],
    ["\u{FEFF}[ profile  clinic ]\r\n# no\r\n; no\r\nregion=a  # why\r\n", "clinic"],
    ["[profile clinic]\rregion = a\r", "clinic"],
  ])("are read from %j", (config, profile) => {
    expect(section(profile, config)).toEqual({ region: "a" });
  });

  it("hold nested settings, and sections of services", () => {
    const config =
      "[profile p]\ns3 =\n  addressing_style = virtual\n  max_concurrent_requests=20\nservices = own\n[services own]\ns3 = \n    endpoint_url = https://s3.example\ndynamodb =\n  endpoint_url = https://db.example\n";
    const { profiles, services } = parseAwsConfig(config, null);
    expect(profiles.get("p")?.get("s3.addressing_style")).toBe("virtual");
    expect(profiles.get("p")?.get("services")).toBe("own");
    expect(services.get("own")?.get("s3.endpoint_url")).toBe("https://s3.example");
  });

  it.each<[string, string]>([
    ["aws_access_key_id = a\naws_secret_access_key = b", "file"],
    ["role_arn = r\nsource_profile = base\naws_access_key_id = a", "role"],
    ["role_arn = r\nweb_identity_token_file = /t", "role"],
    ["credential_process = /opt/keys --for me", "program"],
    ["sso_session = corp", "sso"],
    ["sso_start_url = https://corp.example", "sso"],
    ["region = eu-west-1", "nowhere"],
  ])("say of a profile with %j that its keys are from %s", (text, from) => {
    const profile = parseAwsConfig(`[profile p]\n${text}\n`, null).profiles.get("p");
    expect(profileKeys(profile ?? new Map())).toMatchObject({ from });
  });

  it.each([
    ["/opt/keys --token s", "/opt/keys"],
    ['"/opt/two words/keys" --token s', "/opt/two words/keys"],
  ])("name the program of %j without its arguments", (command, program) => {
    expect(profileKeys(new Map([["credential_process", command]]))).toEqual({
      from: "program",
      command,
      program,
    });
  });
});
