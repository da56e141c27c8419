import { describe, expect, it } from "vitest";
import { emptySettings } from "../../../../src/domain/settings.ts";
import type { TypedAnswer } from "../../../../src/domain/setup.ts";
import { initialSetup, setupReducer } from "../../../../src/tui/screens/setup/setup-reducer.ts";
import type {
  SetupContext,
  SetupEvent,
  SetupState,
} from "../../../../src/tui/screens/setup/setup-state.ts";

const accessKeyId = "AKIA7EXAMPLE00003F7Q";
const secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLKx9a";
const fresh: SetupContext = {
  goal: { type: "connection" },
  settings: emptySettings,
  holder: null,
  passphraseNeed: "none",
  profiles: [],
};
const next = { type: "next" } as const;
const typed = (answer: TypedAnswer, text: string): SetupEvent => ({ type: "typed", answer, text });
const after = (state: SetupState, ...events: readonly SetupEvent[]) =>
  events.reduce(setupReducer, state);

const withBucket = (bucket: string, region: string) =>
  after(
    initialSetup(fresh),
    typed("accessKeyId", accessKeyId),
    next,
    typed("secret", secret),
    next,
    typed("bucket", bucket),
    next,
    { type: "regionSelected", region },
  );

describe("a bucket that AWS does not allow", () => {
  it.each([
    ["My-Bucket", "eu-west-1"],
    ["my_bucket/in", "eu-west-1"],
    ["xn--inbox", "us-east-1"],
  ])("is asked for again once it is known to be AWS: %s in %s", (bucket, region) => {
    const { question, problem } = withBucket(bucket, region);
    expect(question).toBe("bucket");
    expect(problem).toMatchObject({ code: "InvalidInput", field: "bucket" });
  });

  it("is let through where it may be older than the rule, or not of AWS", () => {
    expect(withBucket("My_Bucket", "us-east-1").problem).toBeNull();
    const again = withBucket("My_Bucket", "eu-west-1");
    const other = after(again, next, { type: "otherServiceSelected" });
    expect(other).toMatchObject({ question: "endpoint", problem: null });
  });

  it("is asked for after an invite that names it", () => {
    const keys = {
      accessKeyId,
      secretAccessKey: secret,
      bucket: "My_Bucket",
      region: "eu-west-1",
      logUrl: "https://log.acme.com",
      logToken: "token",
    };
    expect(after(initialSetup(fresh), { type: "pasted", keys }, next)).toMatchObject({
      question: "bucket",
      problem: { code: "InvalidInput", field: "bucket" },
    });
  });
});
