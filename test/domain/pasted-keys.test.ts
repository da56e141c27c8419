import { describe, expect, it } from "vitest";
import { mayHoldSecret, parsePastedKeys } from "../../src/domain/pasted-keys.ts";

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
    [
      "lines that end in carriage returns",
      `export AWS_ACCESS_KEY_ID="${accessKeyId}"\rexport AWS_SECRET_ACCESS_KEY="${secretAccessKey}"\r`,
    ],
    [
      "csh",
      `setenv AWS_ACCESS_KEY_ID ${accessKeyId}\nsetenv AWS_SECRET_ACCESS_KEY ${secretAccessKey}`,
    ],
    [
      "fish",
      `set -gx AWS_ACCESS_KEY_ID ${accessKeyId}\nset -gx AWS_SECRET_ACCESS_KEY "${secretAccessKey}"`,
    ],
    [
      "cmd",
      `SET AWS_ACCESS_KEY_ID=${accessKeyId}\r\nSET AWS_SECRET_ACCESS_KEY=${secretAccessKey}\r\n`,
    ],
    [
      "one line of a shell",
      `export AWS_ACCESS_KEY_ID=${accessKeyId}; export AWS_SECRET_ACCESS_KEY='${secretAccessKey}'`,
    ],
    [
      "a line with a command behind it",
      `AWS_ACCESS_KEY_ID=${accessKeyId} AWS_SECRET_ACCESS_KEY=${secretAccessKey} aws s3 ls`,
    ],
    [
      "commands of the AWS CLI",
      `aws configure set aws_access_key_id ${accessKeyId}\naws configure set aws_secret_access_key ${secretAccessKey}`,
    ],
    ["a console", `Access key ID: ${accessKeyId}\nSecret access key: ${secretAccessKey}`],
    [
      "setx",
      `setx AWS_ACCESS_KEY_ID ${accessKeyId}\nsetx /M AWS_SECRET_ACCESS_KEY "${secretAccessKey}"`,
    ],
    [
      "a mail program that made its quotes pretty",
      `export AWS_ACCESS_KEY_ID=\u201C${accessKeyId}\u201D\nexport AWS_SECRET_ACCESS_KEY=\u2018${secretAccessKey}\u2019`,
    ],
    ["a table", `${accessKeyId}\t${secretAccessKey}`],
    ["a line with a space between them", `${accessKeyId} ${secretAccessKey}`],
    ["a mail without names", `${accessKeyId}\n${secretAccessKey}\n`],
    [
      "JSON on one line",
      JSON.stringify({ AccessKey: { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey } }),
    ],
    ["s3cmd", `[default]\naccess_key = ${accessKeyId}\nsecret_key = ${secretAccessKey}`],
  ])("from %s", (_name, text) => {
    expect(parsePastedKeys(text)).toEqual(both);
  });

  const temporary = {
    accessKeyId: "ASIAEXAMPLE000000000",
    secretAccessKey,
    sessionToken: `IQoJb3JpZ2luX2VjE${"A/b+c=".repeat(40)}`,
  };
  const expiration = "2026-11-30T12:00:00+00:00";
  it.each([
    [
      "the JSON of aws sts assume-role",
      JSON.stringify(
        {
          Credentials: {
            AccessKeyId: temporary.accessKeyId,
            SecretAccessKey: secretAccessKey,
            SessionToken: temporary.sessionToken,
            Expiration: expiration,
          },
          AssumedRoleUser: { AssumedRoleId: "AROA:x", Arn: "arn:aws:sts::1:assumed-role/r/x" },
        },
        null,
        2,
      ),
    ],
    [
      "aws configure export-credentials",
      `export AWS_ACCESS_KEY_ID=${temporary.accessKeyId}\nexport AWS_SECRET_ACCESS_KEY=${secretAccessKey}\nexport AWS_SESSION_TOKEN=${temporary.sessionToken}\nexport AWS_CREDENTIAL_EXPIRATION=${expiration}\n`,
    ],
    [
      "a credentials file",
      `[clinic]\naws_access_key_id=${temporary.accessKeyId}\naws_secret_access_key=${secretAccessKey}\naws_session_token=${temporary.sessionToken}\nx_security_token_expires = ${expiration}`,
    ],
    [
      "a terminal that broke the token within its quotes",
      `export AWS_ACCESS_KEY_ID="${temporary.accessKeyId}"\nexport AWS_SECRET_ACCESS_KEY="${secretAccessKey}"\nexport AWS_SESSION_TOKEN="${temporary.sessionToken.slice(0, 80)}\n${temporary.sessionToken.slice(80)}"\nexport AWS_CREDENTIAL_EXPIRATION="${expiration}"`,
    ],
  ])("takes the session token and its end from %s", (_name, text) => {
    expect(parsePastedKeys(text)).toEqual({ ...temporary, expiration });
  });

  it("knows a line of a block that holds neither key, but no setting of another program", () => {
    expect(parsePastedKeys("export AWS_REGION=eu-west-1")).toEqual({ region: "eu-west-1" });
    expect(parsePastedKeys("region = eu-west-1")).toBeNull();
  });

  it("and takes region and endpoint along", () => {
    const text = `AWS_ACCESS_KEY_ID=${accessKeyId}\nAWS_SECRET_ACCESS_KEY=${secretAccessKey}\nAWS_DEFAULT_REGION=eu-west-1\nAWS_ENDPOINT_URL=http://127.0.0.1:9000`;
    expect(parsePastedKeys(text)).toEqual({
      ...both,
      region: "eu-west-1",
      endpoint: "http://127.0.0.1:9000",
    });
  });

  const invite = {
    label: "ACME Radiology",
    bucket: "acme-inbox/north 2",
    logUrl: "https://log.acme.com",
    logToken: "RNnP5vM0Yx4",
    region: "eu-central-1",
    endpoint: "https://s3.acme.com",
    ...both,
  };
  const inviteBlock = [
    "S3_SFTP_LABEL='ACME Radiology'",
    "S3_SFTP_BUCKET='acme-inbox/north 2'",
    "S3_SFTP_LOG_URL=https://log.acme.com",
    "S3_SFTP_LOG_TOKEN=RNnP5vM0Yx4",
    "AWS_REGION=eu-central-1",
    "AWS_ENDPOINT_URL=https://s3.acme.com",
    `AWS_SECRET_ACCESS_KEY=${secretAccessKey}`,
    `AWS_ACCESS_KEY_ID=${accessKeyId}`,
  ];

  it.each([
    ["as the log server prints it", inviteBlock.join("\n")],
    ["within a mail", `Dear sender,\nhere it is:\n\n${inviteBlock.join("\r\n")}\n\nBest regards`],
    ["quoted in an answer", inviteBlock.map((line) => `> ${line}`).join("\n")],
    ["exported", inviteBlock.map((line) => `export ${line}`).join("\n")],
    ["on one line", inviteBlock.join(" ")],
    ["with the quotes of a mail program", inviteBlock.join("\n").replaceAll("'", "\u2019")],
  ])("takes the whole of an invite %s", (_, text) => {
    expect(parsePastedKeys(text)).toEqual(invite);
  });

  it("takes the line of an invite alone, and no bucket of another program", () => {
    expect(parsePastedKeys("S3_SFTP_LABEL=ACME Radiology")).toEqual({ label: "ACME Radiology" });
    expect(parsePastedKeys("S3_SFTP_LOG_TOKEN=abc")).toEqual({ logToken: "abc" });
    expect(parsePastedKeys("bucket = acme-inbox")).toBeNull();
  });

  describe("of two blocks takes the first alone, and nothing that it lacks from the second:", () => {
    const other = { accessKeyId: "AKIAOTHER00000000000", secretAccessKey: "x".repeat(40) };
    const otherBlock = [
      "S3_SFTP_LABEL='Globex'",
      "S3_SFTP_BUCKET=globex/south",
      "S3_SFTP_LOG_URL=https://log.globex.example",
      "S3_SFTP_LOG_TOKEN=its-own",
      `AWS_SECRET_ACCESS_KEY=${other.secretAccessKey}`,
      `AWS_ACCESS_KEY_ID=${other.accessKeyId}`,
    ];
    const keys = { accessKeyId, secretAccessKey };
    const noLog = inviteBlock.filter((line) => !line.startsWith("S3_SFTP_LOG"));
    const profile = (name: string, pair: typeof keys, more = "") =>
      `[${name}]\naws_access_key_id=${pair.accessKeyId}\naws_secret_access_key=${pair.secretAccessKey}\n${more}`;
    const json = ({ accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey }: typeof keys) => ({
      AccessKeyId,
      SecretAccessKey,
    });
    it.each([
      ["invites", [...noLog, "", ...otherBlock].join("\n"), parsePastedKeys(noLog.join("\n"))],
      [
        "invites on one line",
        [...noLog, ...otherBlock].join(" "),
        parsePastedKeys(noLog.join(" ")),
      ],
      ["profiles", profile("a", keys) + profile("b", other, "region=us-west-2\n"), keys],
      ["JSON", JSON.stringify([json(keys), { ...json(other), SessionToken: "t" }]), keys],
    ])("%s", (_, text, expected) => {
      expect(parsePastedKeys(text)).toEqual(expected);
      expect(expected).not.toHaveProperty("logUrl");
    });

    it("but a block that stands there twice is one", () => {
      expect(parsePastedKeys([...inviteBlock, ...inviteBlock].join("\n"))).toEqual(invite);
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

describe("what may hold a secret", () => {
  it.each([
    secretAccessKey,
    `export AWS_SECRET_ACCESS_KEY=${secretAccessKey.slice(0, 4)}`,
    `${accessKeyId},${secretAccessKey}`,
  ])("is %j", (text) => {
    expect(mayHoldSecret(text)).toBe(true);
  });
  it.each([accessKeyId, "inbox/november", "eu-central-1"])("is not %j", (text) => {
    expect(mayHoldSecret(text)).toBe(false);
  });
});
