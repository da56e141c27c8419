import { describe, expect, it } from "vitest";
import { crashWords } from "../../src/cli/crash-words.ts";

describe("the words of a crash", () => {
  it("carry the stack, and none of the secrets that the environment holds", () => {
    const environment = {
      AWS_SECRET_ACCESS_KEY: "wJalrXUtnFEMI",
      S3_SFTP_LOG_TOKEN: "log-token-1",
      S3_SFTP_PASSPHRASE: "horse battery",
      S3_SFTP_SECRETS: "file",
      HOME: "/home/me",
    };
    const error = new Error(
      `bad wJalrXUtnFEMI and log-token-1 of the file /home/me: "horse battery"`,
    );
    const words = crashWords(error, environment);
    expect(words).toContain("s3-sftp: internal error. Please report it.");
    expect(words).toContain(`bad … and … of the file /home/me: "…"`);
    expect(words).toContain("crash-words.test.ts");
  });

  it("also describe what is no error", () => {
    expect(crashWords({ odd: 1 }, {})).toContain("{ odd: 1 }");
  });
});
