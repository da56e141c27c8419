import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { parsePastedKeys } from "../../../src/domain/pasted-keys.ts";
import { inviteBlock, invitePolicy, parseInvite } from "../../../src/server/invite/invite.ts";
import { inviteWarnings } from "../../../src/server/invite/invite-warnings.ts";
import { inviteWords } from "../../../src/server/words/invite-words.ts";
import { valueOf } from "../../support/values/value-of.ts";

const names = {
  bucket: "--bucket",
  region: "--region",
  accessKeyId: "--access-key",
  endpoint: "--endpoint",
  logUrl: "--log-url",
  label: "--label",
};
const fields = {
  bucket: "acme-inbox/north",
  region: "eu-central-1",
  accessKeyId: "AKIA7EXAMPLE00003F7Q",
  endpoint: null,
  logUrl: "log.acme.com",
  label: "ACME Radiology",
};
const secrets = {
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLKx9a",
  token: "RNnP5vM0Yx4-_",
};
const variables = [
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_REGION",
  "AWS_ENDPOINT_URL",
  "S3_SFTP_BUCKET",
  "S3_SFTP_LOG_URL",
  "S3_SFTP_LOG_TOKEN",
  "S3_SFTP_LABEL",
];

describe("the block of an invite", () => {
  it.each([
    ["AWS", fields],
    ["another service", { ...fields, endpoint: "https://s3.acme.com:9000" }],
    ["a folder with a space, and no label", { ...fields, bucket: "inbox/north 2", label: null }],
    ["a folder with an apostrophe", { ...fields, bucket: "inbox/O'Brien & sons" }],
    ["a folder with what a shell would read", { ...fields, bucket: 'inbox/$HOME `id` "x"' }],
  ])("is read by setup and by a shell as it was meant: %s", (_, given) => {
    const invite = valueOf(parseInvite(given, names));
    const block = inviteBlock(invite, secrets);
    const { bucket, region, accessKeyId, endpoint, label } = given;
    expect(parsePastedKeys(block)).toEqual({
      accessKeyId,
      secretAccessKey: secrets.secretAccessKey,
      region,
      bucket,
      logUrl: "https://log.acme.com",
      logToken: secrets.token,
      ...(endpoint !== null && { endpoint }),
      ...(label !== null && { label }),
    });
    const printed = variables.map((name) => `printf '%s\\n' "$${name}"`).join(";");
    const heard = execFileSync("sh", ["-c", `${block}${printed}`], { env: {} }).toString();
    expect(heard.split("\n").slice(0, -1)).toEqual([
      accessKeyId,
      secrets.secretAccessKey,
      region,
      endpoint ?? "",
      bucket,
      "https://log.acme.com",
      secrets.token,
      label ?? "",
    ]);
  });

  it("ends with the answer to the first question of setup, should the lines come one by one", () => {
    const block = inviteBlock(valueOf(parseInvite(fields, names)), secrets);
    expect(block.trimEnd().split("\n").at(-1)).toBe(`AWS_ACCESS_KEY_ID=${fields.accessKeyId}`);
  });

  it("is refused with every option that is wrong, by its name", () => {
    const parsed = parseInvite(
      { ...fields, bucket: "ab", region: "", endpoint: "ftp://x", label: "a/b" },
      names,
    );
    expect(parsed.ok ? [] : parsed.error).toEqual([
      expect.stringMatching(/^--bucket must have/),
      inviteWords.badField("--region", "is empty"),
      expect.stringMatching(/^--endpoint must start/),
      expect.stringMatching(/^--label may contain/),
    ]);
    const quotes = parseInvite({ ...fields, bucket: `inbox/it's "x"` }, names);
    expect(quotes).toEqual({
      ok: false,
      error: [inviteWords.badField("--bucket", inviteWords.bothQuotes)],
    });
  });
});

describe("the policy of an invite", () => {
  it("allows to list and to upload in the folder, and nothing else", () => {
    const policy = invitePolicy(valueOf(parseInvite(fields, names)));
    const { Statement: statements } = JSON.parse(policy);
    expect(statements).toMatchObject([
      { Action: "s3:ListBucket", Resource: "arn:aws:s3:::acme-inbox" },
      { Action: "s3:PutObject", Resource: "arn:aws:s3:::acme-inbox/north/*" },
    ]);
  });

  it.each([
    ["a bucket that AWS does not have", { bucket: "My_Bucket/north" }, /^--bucket .*lower-case/],
    [
      "an endpoint with the bucket and a folder in it",
      { endpoint: "https://s3.acme.com/acme-inbox/north" },
      /^--endpoint /,
    ],
  ])("is not made of %s: setup would refuse it", (_, wrong, problem) => {
    const parsed = parseInvite({ ...fields, ...wrong }, names);
    expect(parsed.ok ? [] : parsed.error).toEqual([expect.stringMatching(problem)]);
  });
});

describe("what looks wrong in an invite and may be right", () => {
  const { secretAccessKey } = secrets;
  const warningsOf = (given: Partial<typeof fields>, secret = secretAccessKey) =>
    inviteWarnings(valueOf(parseInvite({ ...fields, ...given }, names)), secret);

  it("is nothing in the one of AWS, and in keys of another service", () => {
    expect(warningsOf({})).toEqual([]);
    const other = valueOf(
      parseInvite({ ...fields, accessKeyId: "minio", endpoint: "https://s3.acme.com" }, names),
    );
    expect(inviteWarnings(other, "short")).toEqual([]);
  });

  it("is a key of AWS that has another length", () => {
    expect(warningsOf({ accessKeyId: "AKIA7EXAMPLE" }, secretAccessKey.slice(1))).toEqual([
      inviteWords.unusualKey("access key", 20, 12),
      inviteWords.unusualKey("secret access key", 40, 39),
    ]);
  });

  it("is a token that everybody on the way can read", () => {
    expect(warningsOf({ logUrl: "http://log.acme.com" })).toEqual([inviteWords.logUrlInClear]);
    expect(warningsOf({ logUrl: "http://127.0.0.1:31313" })).toEqual([]);
  });
});
