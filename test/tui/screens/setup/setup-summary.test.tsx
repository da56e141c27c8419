import { describe, expect, it } from "vitest";
import { fail, ok } from "../../../../src/domain/result.ts";
import { errorWords } from "../../../../src/words/errors/error-words.ts";
import { summaryWords } from "../../../../src/words/setup-summary.ts";
import { keys } from "../../../support/sites/ink-screen.ts";
import { accessKeyId, openSetup, secret } from "../../../support/sites/open-setup.tsx";

const invite = [
  "S3_SFTP_LABEL='ACME Radiology'",
  "S3_SFTP_BUCKET=acme-inbox/north",
  "S3_SFTP_LOG_URL=https://log.acme.com",
  "S3_SFTP_LOG_TOKEN=RNnP5vM0Yx4",
  "AWS_REGION=eu-central-1",
  `AWS_SECRET_ACCESS_KEY=${secret}`,
  `AWS_ACCESS_KEY_ID=${accessKeyId}`,
].join("\n");

describe("the page before saving", () => {
  it("says who invites, where to, with which key, whom it tells, and what was checked", async () => {
    const setup = await openSetup();
    await setup.press(keys.paste(invite), keys.enter);
    await setup.until(`> ${summaryWords.saveAndSelect}`);
    const lines = setup.frame().split("\n");
    const lineOf = (label: string) => lines.find((line) => line.includes(`│ ${label} `));
    expect(setup.frame()).toContain(summaryWords.invites("ACME Radiology"));
    expect(lineOf(summaryWords.to)).toMatch(/acme-inbox \/ north {3}Frankfurt /);
    expect(lineOf(summaryWords.key)).toContain(
      `AKIA…3F7Q   secret ••••Kx9a   ${summaryWords.kept(await setup.services.secretHolder())}`,
    );
    expect(lineOf(summaryWords.tells)).toContain("log.acme.com as clinic-north");
    expect(setup.frame()).toContain(
      "✓ can list   ✓ can upload   ✓ the log server knows your token",
    );
    await setup.press(keys.enter);
    expect(setup.saved[0]).toMatchObject({ name: "ACME Radiology", bucket: "acme-inbox" });
    setup.unmount();
  });

  it("has no frame in a small window, and what went wrong before all else", async () => {
    const small = await openSetup({ rows: 12 });
    await small.press(keys.paste(invite), keys.enter);
    await small.until(`> ${summaryWords.saveAndSelect}`);
    expect(small.frame()).not.toContain("╭");
    expect(small.frame()).toContain(summaryWords.knowsToken);
    small.unmount();
    const denied = { code: "NoSuchBucket", bucket: "acme-inbox" } as const;
    const failing = await openSetup({
      rows: 12,
      changes: { verifyConnection: async () => fail(denied) },
    });
    await failing.press(keys.paste(invite), keys.enter);
    await failing.until(errorWords(denied).happened);
    failing.unmount();
  });

  it("says of an upload that was not tried that it will be checked", async () => {
    const setup = await openSetup({
      changes: { verifyConnection: async () => ok({ write: "unknown" }) },
    });
    await setup.press(keys.paste(invite), keys.enter);
    await setup.until(`○ ${summaryWords.uploadLater}`);
    setup.unmount();
  });
});
