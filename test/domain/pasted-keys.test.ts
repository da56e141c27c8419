import { describe, expect, it } from "vitest";
import { parsePastedKeys } from "../../src/domain/pasted-keys.ts";

const accessKeyId = "AKIAEXAMPLE000000000";
const secretAccessKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const both = { accessKeyId, secretAccessKey };

describe("one paste fills both fields", () => {
  it.each([
    [
      "a CSV with its header",
      `Access key ID,Secret access key\r\n${accessKeyId},${secretAccessKey}\r\n`,
    ],
    ["a CSV row alone", `${accessKeyId},${secretAccessKey}`],
    [
      "the older CSV with user name and link",
      `\u{FEFF}User name,Password,Access key ID,Secret access key,Console login link\nclinic,,${accessKeyId},${secretAccessKey},https://x`,
    ],
    [
      "an export block",
      `export AWS_ACCESS_KEY_ID="${accessKeyId}"\nexport AWS_SECRET_ACCESS_KEY="${secretAccessKey}"`,
    ],
    [
      "an export block whose newlines became spaces",
      `AWS_ACCESS_KEY_ID=${accessKeyId} AWS_SECRET_ACCESS_KEY=${secretAccessKey}`,
    ],
    [
      "a credentials file",
      `[default]\raws_access_key_id = ${accessKeyId}\raws_secret_access_key = ${secretAccessKey}\r`,
    ],
    [
      "PowerShell",
      `$Env:AWS_ACCESS_KEY_ID="${accessKeyId}"\n$Env:AWS_SECRET_ACCESS_KEY="${secretAccessKey}"`,
    ],
    [
      "JSON",
      `{\n "AccessKeyId": "${accessKeyId}",\n "SecretAccessKey": "${secretAccessKey}",\n "Status": "Active"\n}`,
    ],
    ["a bracketed paste", `\u{1B}[200~${accessKeyId};${secretAccessKey}\u{1B}[201~`],
  ])("from %s", (_name, text) => {
    expect(parsePastedKeys(text)).toEqual(both);
  });

  it("and takes region and endpoint along", () => {
    const text = `AWS_ACCESS_KEY_ID=${accessKeyId}\nAWS_SECRET_ACCESS_KEY=${secretAccessKey}\nAWS_DEFAULT_REGION=eu-west-1\nAWS_ENDPOINT_URL=http://127.0.0.1:9000`;
    expect(parsePastedKeys(text)).toEqual({
      ...both,
      region: "eu-west-1",
      endpoint: "http://127.0.0.1:9000",
    });
  });

  it("takes what there is of a half block", () => {
    expect(parsePastedKeys(`AWS_SECRET_ACCESS_KEY=${secretAccessKey}`)).toEqual({
      secretAccessKey,
    });
  });

  it.each([accessKeyId, secretAccessKey, "", "hello, world", "a=b", "https://x/?y=z"])(
    "but leaves the single value %j alone",
    (text) => {
      expect(parsePastedKeys(text)).toBeNull();
    },
  );
});
