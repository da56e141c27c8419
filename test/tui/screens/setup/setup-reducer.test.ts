import type { ResultRow } from "../../../../src/domain/setup.ts";
import { describe, expect, it } from "vitest";
import type { AppError } from "../../../../src/domain/errors.ts";
import { ok } from "../../../../src/domain/result.ts";
import { emptySettings } from "../../../../src/domain/settings.ts";
import { questionsOf } from "../../../../src/tui/screens/setup/setup-questions.ts";
import { initialSetup } from "../../../../src/tui/screens/setup/setup-reducer.ts";
import { resultRows } from "../../../../src/tui/screens/setup/setup-result.ts";
import type {
  SetupContext,
  SetupEvent,
  SetupState,
} from "../../../../src/tui/screens/setup/setup-state.ts";
import { toDraft } from "../../../../src/tui/screens/setup/setup-answers.ts";
import { acmeSettings } from "../../../support/fakes/fake-services.ts";
import { after, freshSetup, next, secret, typed } from "../../../support/values/setup-steps.ts";

const answered: readonly SetupEvent[] = [
  typed("accessKeyId", "AKIA7EXAMPLE00003F7Q"),
  next,
  typed("secret", secret),
  next,
  typed("bucket", "acme-inbox/november"),
  next,
  { type: "regionSelected", region: "eu-west-1" },
  next,
];
const checked = after(initialSetup(freshSetup), ...answered);

const failed = (error: AppError): SetupState => ({
  ...checked,
  check: { status: "failed", error },
});

const typesOf = (error: AppError) => resultRows(failed(error)).map(({ type }) => type);

const passphrasesAsked = (passphraseNeed: "open" | "create", passphrase: string) => {
  const state = initialSetup({ ...freshSetup, passphraseNeed });
  const answers = { ...state.answers, passphrase };
  return questionsOf({ ...state, answers }).filter((each) => each.startsWith("passphrase"));
};

describe("the questions of a set-up", () => {
  it("are the five of a first connection, and the check", () => {
    expect(questionsOf(initialSetup(freshSetup))).toEqual([
      "accessKeyId",
      "secret",
      "bucket",
      "region",
      "logUrl",
      "result",
    ]);
  });

  it("ask for the log server of each connection: another recipient has another one", () => {
    const settings = { ...emptySettings, logUrl: "https://log.example.com" };
    expect(questionsOf(initialSetup({ ...freshSetup, settings }))).toContain("logUrl");
  });

  it.each([
    ["a service that is not AWS", { isOtherStore: true }, ["endpoint", "endpointRegion"]],
    ["a log server", { logUrl: "log.example.com" }, ["logToken"]],
  ])("ask more for %s", (_, answers, more) => {
    const state = initialSetup(freshSetup);
    const asked = questionsOf({ ...state, answers: { ...state.answers, ...answers } });
    expect(asked).toEqual(expect.arrayContaining(more));
  });

  it("ask a new passphrase twice, an old one once, and an empty one not again", () => {
    expect(passphrasesAsked("create", "x")).toEqual(["passphrase", "passphraseAgain"]);
    expect(passphrasesAsked("create", "")).toEqual(["passphrase"]);
    expect(passphrasesAsked("open", "x")).toEqual(["passphrase"]);
  });

  it.each([
    ["destination", ["bucket", "result"]],
    ["secret", ["secret", "result"]],
    ["accessKey", ["accessKeyId", "secret", "result"]],
    ["region", ["region", "result"]],
  ] as const)("are only those of the one value when the %s is changed", (type, expected) => {
    const goal = { type, connection: "acme" };
    expect(questionsOf(initialSetup({ ...freshSetup, settings: acmeSettings, goal }))).toEqual(
      expected,
    );
  });
});

describe("setupReducer", () => {
  it("stays at a question whose answer cannot be used, and says why", () => {
    const state = after(initialSetup(freshSetup), typed("accessKeyId", "two words"), next);
    expect(state.question).toBe("secret");
    const empty = after(initialSetup(freshSetup), next);
    expect(empty).toMatchObject({
      question: "accessKeyId",
      problem: { code: "InvalidInput", field: "accessKeyId" },
    });
    expect(after(empty, typed("accessKeyId", "A")).problem).toBeNull();
  });

  it("keeps what was typed when it goes back", () => {
    const back = after(checked, { type: "back" }, { type: "back" }, { type: "back" });
    expect(back.question).toBe("bucket");
    expect(back.answers).toEqual(checked.answers);
  });

  it("stays at the first question when it goes back from there", () => {
    const state = initialSetup(freshSetup);
    expect(after(state, { type: "back" })).toBe(state);
  });

  it("fills both halves from one paste, and the region beside them", () => {
    const keys = { accessKeyId: "AKIA1", secretAccessKey: secret, region: "eu-north-1" };
    const { answers, question } = after(initialSetup(freshSetup), { type: "pasted", keys });
    expect(answers).toMatchObject({ accessKeyId: "AKIA1", secret, region: "eu-north-1" });
    expect(question).toBe("accessKeyId");
  });

  it("takes a pasted address of a store as one that is not AWS", () => {
    const keys = { accessKeyId: "minio", endpoint: "http://127.0.0.1:9000" };
    const { answers } = after(initialSetup(freshSetup), { type: "pasted", keys });
    expect(answers).toMatchObject({ isOtherStore: true, endpoint: "http://127.0.0.1:9000" });
  });

  it("asks for the address of another store and its region, and drafts with them", () => {
    const state = after(
      initialSetup(freshSetup),
      ...answered.slice(0, 6),
      { type: "otherServiceSelected" },
      typed("endpoint", "s3.example.com:9000"),
      next,
      next,
      next,
    );
    expect(state.question).toBe("result");
    expect(toDraft(state)).toMatchObject({
      ok: true,
      value: { endpoint: "https://s3.example.com:9000", region: "us-east-1" },
    });
  });

  it("begins a check when it comes to the result, and forgets answers to earlier ones", () => {
    expect(checked).toMatchObject({ question: "result", check: { status: "running" } });
    const late: SetupEvent = {
      type: "checkEnded",
      number: checked.checkNumber - 1,
      result: ok({ write: "granted" }),
    };
    expect(after(checked, late)).toBe(checked);
  });

  it("changes one answer from the result, and comes straight back to a new check", () => {
    const corrected = after(
      checked,
      { type: "correct", question: "secret" },
      typed("secret", `${secret.slice(1)}b`),
      next,
    );
    expect(corrected.question).toBe("result");
    expect(corrected.checkNumber).toBe(checked.checkNumber + 1);
  });

  it("asks what a correction drags along", () => {
    const state = after(
      checked,
      { type: "correct", question: "region" },
      { type: "otherServiceSelected" },
    );
    expect(state.question).toBe("endpoint");
    const log = after(
      checked,
      { type: "correct", question: "logUrl" },
      typed("logUrl", "l.example"),
      next,
    );
    expect(log.question).toBe("logToken");
  });

  it("goes back from a correction to the result", () => {
    const state = after(checked, { type: "correct", question: "bucket" }, { type: "back" });
    expect(state.question).toBe("result");
  });

  it("puts the name that would be taken into its field", () => {
    expect(after(checked, { type: "correct", question: "name" }).answers.name).toBe("acme-inbox");
  });

  it("stays at the passphrase that does not open", () => {
    const holder = { kind: "encrypted file", through: "scrypt", path: "/h/secrets" } as const;
    const context: SetupContext = { ...freshSetup, passphraseNeed: "open" };
    const asked = { ...after(initialSetup(context), ...answered), question: "passphrase" } as const;
    const wrong = after(
      asked,
      { type: "unlockStarted" },
      {
        type: "unlocked",
        result: { ok: false, error: { code: "SecretStoreUnavailable", why: "wrong passphrase" } },
        holder,
      },
    );
    expect(wrong).toMatchObject({ question: "passphrase", isBusy: false });
    expect(wrong.problem?.code).toBe("SecretStoreUnavailable");
    expect(after(wrong, { type: "unlocked", result: ok(undefined), holder }).question).toBe(
      "result",
    );
  });
});

describe("the draft", () => {
  it("has a name that no connection has", () => {
    const state = { ...checked, context: { ...freshSetup, settings: acmeSettings } };
    const taken = {
      ...acmeSettings,
      connections: acmeSettings.connections.map((each) => ({ ...each, name: "acme-inbox" })),
    };
    expect(toDraft(state)).toMatchObject({ value: { name: "acme-inbox" } });
    expect(toDraft({ ...state, context: { ...freshSetup, settings: taken } })).toMatchObject({
      value: { name: "acme-inbox-2" },
    });
  });

  it("leaves the secret to the keychain when only the region is changed", () => {
    const goal = { type: "region", connection: "acme" } as const;
    const state = after(initialSetup({ ...freshSetup, settings: acmeSettings, goal }), {
      type: "regionSelected",
      region: "eu-north-1",
    });
    expect(toDraft(state)).toMatchObject({
      value: { name: "acme", secretAccessKey: null, region: "eu-north-1", bucket: "acme-inbox" },
    });
  });
});

describe("the lines below the result", () => {
  it("are none while it is checked", () => {
    expect(resultRows(checked)).toEqual([]);
  });

  it("begin with Save after a success", () => {
    const passed: SetupState = {
      ...checked,
      check: { status: "passed", check: { write: "granted" } },
    };
    expect(resultRows(passed)[0]).toEqual({ type: "save" });
  });

  it.each<[AppError, ResultRow]>([
    [
      { code: "WrongRegion", said: "us-east-1", is: "eu-west-1" },
      { type: "useRegion", region: "eu-west-1" },
    ],
    [
      { code: "WrongRegion", said: "us-east-1", is: null },
      { type: "correct", question: "region" },
    ],
    [{ code: "InvalidAccessKey" }, { type: "correct", question: "accessKeyId" }],
    [{ code: "WrongSecret" }, { type: "correct", question: "secret" }],
    [
      { code: "NoSuchBucket", bucket: "b" },
      { type: "correct", question: "bucket" },
    ],
    [
      { code: "NotALogServer", host: "h", status: 200 },
      { type: "correct", question: "logUrl" },
    ],
    [{ code: "AccessDenied", right: "list", bucket: "b" }, { type: "checkAgain" }],
    [{ code: "ClockSkew", minutes: 20 }, { type: "checkAgain" }],
    [{ code: "EndpointUnreachable", host: "h", reason: "timeout" }, { type: "checkAgain" }],
  ])("begin after %j with the likeliest remedy", (error, first) => {
    expect(resultRows(failed(error))[0]).toEqual(first);
  });

  it("let a connection be saved that only the owner can mend, but no wrong secret", () => {
    expect(typesOf({ code: "AccessDenied", right: "write", bucket: "b" })).toContain("saveAnyway");
    expect(typesOf({ code: "WrongSecret" })).not.toContain("saveAnyway");
  });

  it("name nothing twice", () => {
    const rows = resultRows(failed({ code: "WrongSecret" })).map((row) => JSON.stringify(row));
    expect(new Set(rows).size).toBe(rows.length);
  });
});
