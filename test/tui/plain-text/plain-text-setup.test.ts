import { describe, expect, it } from "vitest";
import { fail, ok } from "../../../src/domain/result.ts";
import { emptySettings, type Settings } from "../../../src/domain/settings.ts";
import { runPlainTextApp } from "../../../src/tui/plain-text/plain-text-app.ts";
import type { AppServices } from "../../../src/tui/services.ts";
import { errorWords } from "../../../src/words/errors/error-words.ts";
import { setupWords } from "../../../src/words/setup.ts";
import { acmeSettings, createFakeServices } from "../../support/fakes/fake-services.ts";
import { createScriptedTerminal } from "../../support/fakes/scripted-terminal.ts";

const accessKeyId = "AKIA7EXAMPLE00003F7Q";
const secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLKx9a";
const quit = "8";

interface Given {
  readonly settings?: Settings;
  readonly changes?: Partial<AppServices>;
}

const run = async (script: readonly string[], given: Given = {}) => {
  const { settings = acmeSettings, changes = {} } = given;
  const terminal = createScriptedTerminal(script);
  const services = createFakeServices(settings, changes);
  const { signal } = new AbortController();
  const code = await runPlainTextApp({ terminal, services, startAt: "files", signal });
  return { code, heard: terminal.heard(), unused: terminal.unused(), services };
};

describe("setup in plain text mode", () => {
  it("takes an invite whole at the first question, and asks nothing that it has answered", async () => {
    const invite = [
      "S3_SFTP_LABEL='ACME Radiology'",
      "S3_SFTP_BUCKET=acme-inbox/november",
      "S3_SFTP_LOG_URL=https://log.acme.com",
      "S3_SFTP_LOG_TOKEN=RNnP5vM0Yx4",
      "AWS_REGION=eu-central-1",
      `AWS_SECRET_ACCESS_KEY=${secret}`,
      `AWS_ACCESS_KEY_ID=${accessKeyId}\n`,
    ];
    const { heard, services, unused, code } = await run([invite.join("\n"), "", quit], {
      settings: emptySettings,
    });
    expect({ unused, code }).toEqual({ unused: [], code: 0 });
    expect(heard).not.toContain(secret.slice(0, 8));
    expect(heard).not.toContain("RNnP5vM0Yx4");
    expect(heard).toContain(setupWords.logToken({ status: "known", name: "clinic-north" }));
    expect(services.settings()).toMatchObject({
      connections: [
        {
          name: "ACME Radiology",
          region: "eu-central-1",
          log: { url: "https://log.acme.com" },
        },
      ],
    });
  });

  it("takes the address of a store in place of a region for what it is", async () => {
    const { services, unused } = await run(
      [accessKeyId, secret, "acme-inbox", "http://127.0.0.1:9000", "", "", "", "", quit],
      { settings: emptySettings },
    );
    expect(unused).toEqual([]);
    expect(JSON.stringify(services.settings())).toContain("http://127.0.0.1:9000");
  });

  it("says that a token is wrong, and leads to that one question", async () => {
    const wrongToken = { code: "LogServerRefused", status: 401, permanent: true } as const;
    const { heard, unused, services } = await run(
      [accessKeyId, secret, "acme-inbox", "", "log.acme.com", "wrong", "", "right", "", quit],
      {
        settings: emptySettings,
        changes: {
          checkLogServer: async (_, token) =>
            token === "right" ? ok({ status: "known", name: "clinic" }) : fail(wrongToken),
        },
      },
    );
    expect(unused).toEqual([]);
    expect(heard).toContain(errorWords(wrongToken).happened);
    expect(heard).toContain(`1. ${setupWords.correct("logToken")}`);
    expect(services.calls.at(-1)?.given[0]).toMatchObject({ logToken: "right" });
  });

  it("goes back with < from every question, list and result, and not out of the first one", async () => {
    const { heard, unused, code } = await run(
      "<|KEY|SECRET|<||acme-inbox|us|<|<||||<||1|8"
        .replace("KEY", accessKeyId)
        .replace("SECRET", secret)
        .split("|"),
      { settings: emptySettings },
    );
    expect(heard).toContain(`${setupWords.firstQuestion}.`);
    expect({ unused, code }).toEqual({ unused: [], code: 0 });
  });

  it("finds out the region that was left open with Enter", async () => {
    const { unused, services } = await run([accessKeyId, secret, "acme-inbox", "", "", "1", quit], {
      settings: emptySettings,
      changes: {
        findRegion: async () => ok(null),
        verifyConnection: async ({ region }) =>
          region === "eu-north-1"
            ? ok({ write: "granted" })
            : fail({ code: "WrongRegion", said: region, is: "eu-north-1" }),
      },
    });
    expect(unused).toEqual([]);
    expect(services.settings().connections[0]).toMatchObject({ region: "eu-north-1" });
  });

  it("leaves a setup with < where there is a menu behind it", async () => {
    const { unused, services } = await run(["5", "<", quit]);
    expect(unused).toEqual([]);
    expect(services.calls).toEqual([]);
  });
});
