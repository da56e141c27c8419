import { describe, expect, it } from "vitest";
import { fail, ok } from "../../../../src/domain/result.ts";
import { errorWords, errorDetails } from "../../../../src/words/errors/error-words.ts";
import type { SecretHolder } from "../../../../src/services/ports/secret-store.ts";
import { setupWords } from "../../../../src/words/setup.ts";
import { summaryWords } from "../../../../src/words/setup-summary.ts";
import { keys } from "../../../support/sites/ink-screen.ts";
import { screenWords } from "../../../support/values/screen-words.ts";
import { openSetup, secret, toResult } from "../../../support/sites/open-setup.tsx";

const { down, enter, escape, paste } = keys;

describe("the end of a set-up", () => {
  it("asks for the token of a log server, and says when it cannot be reached", async () => {
    const setup = await openSetup({
      changes: {
        checkLogServer: async () =>
          fail({ code: "LogServerUnreachable", host: "log.example.com", reason: "refused" }),
      },
    });
    await setup.press(...toResult.slice(0, 7), paste("https://log.example.com"), enter);
    expect(setup.frame()).toContain(setupWords.title("logToken"));
    await setup.press(paste("token-123"), enter);
    expect(screenWords(setup.frame())).toContain(
      errorWords({ code: "LogServerUnreachable", host: "", reason: "refused" }).happened,
    );
    expect(setup.frame()).toContain(`> ${setupWords.save("acme-inbox")}`);
    await setup.press(enter);
    expect(setup.saved[0]).toMatchObject({
      logUrl: "https://log.example.com",
      logToken: "token-123",
    });
    setup.unmount();
  });

  it("asks for a passphrase when there is no keychain, and opens the file before the check", async () => {
    const setup = await openSetup({
      changes: {
        passphraseNeed: async () => "create",
        secretHolder: async () => ({
          kind: "encrypted file",
          through: "scrypt",
          path: "/h/secrets",
        }),
      },
    });
    await setup.press(...toResult);
    expect(screenWords(setup.frame())).toContain(setupWords.choosePassphrase);
    await setup.press(paste("correct horse"), enter, paste("correct hearse"), enter);
    expect(setup.frame()).toContain("The passphrase does not match the first one.");
    await setup.press(keys.ctrl("u"), paste("correct horse"), enter);
    await setup.until(`> ${setupWords.save("acme-inbox")}`);
    const names = setup.services.calls.map(({ name }) => name);
    expect(names).toEqual(["unlockSecrets", "verifyConnection"]);
    expect(setup.services.calls[0]?.given).toEqual(["correct horse"]);
    setup.unmount();
  });

  it("says before saving that a secret without a passphrase is kept for the session only", async () => {
    const file = { kind: "encrypted file", through: "scrypt", path: "/h/secrets" } as const;
    const memory = { kind: "session", through: "memory" } as const;
    let holder: SecretHolder = file;
    const setup = await openSetup({
      changes: {
        passphraseNeed: async () => (holder === file ? "create" : "none"),
        secretHolder: async () => holder,
        unlockSecrets: async (passphrase) => {
          if (passphrase === null) holder = memory;
          return ok(undefined);
        },
      },
    });
    await setup.press(...toResult, enter);
    await setup.until(`> ${setupWords.save("acme-inbox")}`);
    expect(screenWords(setup.frame())).toContain(summaryWords.kept(memory));
    expect(screenWords(setup.frame())).not.toContain(summaryWords.kept(file));
    setup.unmount();
  });

  it("shows the details of a failure with d, and again without", async () => {
    const answer = { status: 403, storeCode: "SignatureDoesNotMatch", requestId: "tx0001" };
    const setup = await openSetup({
      changes: { verifyConnection: async () => fail({ code: "WrongSecret", answer }) },
    });
    await setup.press(...toResult);
    expect(setup.frame()).toContain(`> ${setupWords.correct("secret")}`);
    await setup.press("d");
    expect(setup.frame()).toContain(errorDetails({ code: "WrongSecret", answer }).at(-1));
    await setup.press("d");
    expect(setup.frame()).not.toContain("request ID");
    setup.unmount();
  });

  it("keeps everything when saving fails, and says why", async () => {
    const setup = await openSetup({
      changes: { saveConnection: async () => fail({ code: "DiskFull", path: "/h/config.json" }) },
    });
    await setup.press(...toResult, enter);
    expect(setup.frame()).toContain(errorWords({ code: "DiskFull", path: "" }).happened);
    expect(setup.saved).toEqual([]);
    setup.unmount();
  });

  it("aborts the check when one goes back", async () => {
    let signal: AbortSignal | null = null;
    const setup = await openSetup({
      changes: {
        verifyConnection: (_, given) => {
          signal = given;
          return new Promise((_resolve, reject) => {
            given.addEventListener("abort", () => reject(new Error("aborted")));
          });
        },
      },
    });
    await setup.press(...toResult, escape);
    expect(signal).toMatchObject({ aborted: true });
    expect(setup.frame()).toContain(setupWords.title("logUrl"));
    setup.unmount();
  });
});

describe("changing one value", () => {
  it("asks only for the secret, checks, and saves under the same name", async () => {
    const setup = await openSetup({ goal: { type: "secret", connection: "acme" } });
    expect(setup.frame()).not.toContain(setupWords.group("destination"));
    await setup.press(paste(secret), enter, enter);
    expect(setup.saved[0]).toMatchObject({
      name: "acme",
      secretAccessKey: secret,
      bucket: "acme-inbox",
    });
    setup.unmount();
  });

  it("adds a bucket to a connection", async () => {
    const setup = await openSetup({ goal: { type: "destination", connection: "acme" } });
    await setup.press(paste("other-bucket"), enter, enter);
    expect(setup.services.calls.at(-1)).toEqual({
      name: "addDestination",
      given: [
        "acme",
        {
          bucket: "other-bucket",
          prefix: "",
          address: { region: "eu-west-1", endpoint: null },
        },
      ],
    });
    setup.unmount();
  });

  it("finds out by itself that the bucket is in another region, and keeps that for the bucket", async () => {
    const setup = await openSetup({
      goal: { type: "destination", connection: "acme" },
      changes: {
        verifyConnection: async ({ region }) =>
          region === "us-west-2"
            ? ok({ write: "granted" })
            : fail({ code: "WrongRegion", said: region, is: "us-west-2" }),
      },
    });
    await setup.press(paste("other-bucket"), enter);
    await setup.until(`> ${setupWords.save("")}`);
    expect(setup.frame()).toContain("us-west-2");
    await setup.press(enter);
    expect(setup.services.calls.at(-1)).toMatchObject({
      name: "addDestination",
      given: ["acme", { bucket: "other-bucket", address: { region: "us-west-2", endpoint: null } }],
    });
    setup.unmount();
  });

  it("can have another endpoint than the first bucket", async () => {
    const setup = await openSetup({
      goal: { type: "destination", connection: "acme" },
      changes: {
        verifyConnection: async ({ endpoint }) =>
          endpoint === null
            ? fail({ code: "NoSuchBucket", bucket: "b" })
            : ok({ write: "granted" }),
      },
    });
    await setup.press(paste("other-bucket"), enter, down, down, enter);
    expect(setup.frame()).toContain(setupWords.title("region"));
    await setup.press(paste("https://"), enter, paste("https://minio.example"), enter, enter);
    await setup.until(`> ${setupWords.save("")}`);
    await setup.press(enter);
    expect(setup.services.calls.at(-1)).toMatchObject({
      name: "addDestination",
      given: ["acme", { address: { region: "us-east-1", endpoint: "https://minio.example" } }],
    });
    setup.unmount();
  });

  it("takes the log server away when its address is emptied", async () => {
    const setup = await openSetup({ goal: { type: "log", connection: "acme" } });
    await setup.press(enter);
    expect(setup.frame()).toContain(summaryWords.nobody);
    await setup.press(enter);
    expect(setup.services.calls.at(-1)).toEqual({
      name: "removeSaved",
      given: [{ what: "logToken", connection: "acme" }],
    });
    setup.unmount();
  });
});

describe("the help key in a set-up", () => {
  it("is text in a token that holds some, and a command everywhere else", async () => {
    const setup = await openSetup({ goal: { type: "log", connection: "acme" } });
    await setup.press(paste("log.example.com"), enter);
    expect(setup.frame()).toContain("? help");
    await setup.press("a", "?");
    expect(setup.frame()).toContain("2 characters");
    expect(setup.frame()).not.toContain("? help");
    setup.unmount();
  });
});
