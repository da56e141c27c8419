import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  defaultAddress,
  defaultCredentials,
} from "../../../../src/services/adapters/s3/default-credentials.ts";
import { valueOf } from "../../../support/values/value-of.ts";

let folder: string;

const setEnvironment = (variables: Readonly<Record<string, string>>): void => {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
};
const inEnvironment = { AWS_ACCESS_KEY_ID: "env-id", AWS_SECRET_ACCESS_KEY: "env-secret" };

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "s3-sftp-aws-"));
  for (const name of Object.keys(process.env)) {
    if (name.startsWith("AWS_")) vi.stubEnv(name, undefined);
  }
  const [credentials, config] = [path.join(folder, "credentials"), path.join(folder, "config")];
  await writeFile(
    credentials,
    "[work]\naws_access_key_id = file-id\naws_secret_access_key = file-secret\n",
  );
  await writeFile(config, "[default]\nregion = eu-north-1\n");
  setEnvironment({
    AWS_SHARED_CREDENTIALS_FILE: credentials,
    AWS_CONFIG_FILE: config,
    AWS_EC2_METADATA_DISABLED: "true",
  });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

const found = async () => valueOf(await defaultCredentials())();

describe("default credentials", () => {
  it.each([
    ["without a token", {}, undefined],
    ["with an empty token", { AWS_SESSION_TOKEN: "" }, undefined],
    ["with a token", { AWS_SESSION_TOKEN: "token" }, "token"],
  ])("are those of the environment, %s", async (_, token, sessionToken) => {
    setEnvironment({ ...inEnvironment, ...token });
    const expected = { accessKeyId: "env-id", secretAccessKey: "env-secret", sessionToken };
    expect(await found()).toEqual(expected);
  });

  it("are those of a profile that is named, whatever else the environment has", async () => {
    setEnvironment({ ...inEnvironment, AWS_PROFILE: "work" });
    expect(await found()).toMatchObject({ accessKeyId: "file-id", secretAccessKey: "file-secret" });
  });

  it("are not set up where half of them is missing", async () => {
    setEnvironment({ AWS_ACCESS_KEY_ID: "env-id" });
    expect(await defaultCredentials()).toMatchObject({ ok: false, error: { code: "NotSetUp" } });
  });
});

describe("the default address", () => {
  it.each([
    ["eu-central-1", "eu-central-1"],
    ["us-gov-west-1", "us-gov-west-1"],
    // Rewritten by the SDK.
    ["fips-us-east-1", "us-east-1"],
  ])("has the region %s of the environment as %s", async (given, region) => {
    setEnvironment({ AWS_REGION: given, AWS_ENDPOINT_URL: "https://store.example" });
    expect(await defaultAddress()).toEqual({ region, endpoint: "https://store.example" });
  });

  it("has the region of the configuration where the environment has none", async () => {
    expect(await defaultAddress()).toEqual({ region: "eu-north-1", endpoint: null });
  });
});
