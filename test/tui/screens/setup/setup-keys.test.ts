import { describe, expect, it } from "vitest";
import { toDraft } from "../../../../src/tui/screens/setup/setup-answers.ts";
import { questionsOf } from "../../../../src/tui/screens/setup/setup-questions.ts";
import { initialSetup } from "../../../../src/tui/screens/setup/setup-reducer.ts";
import type { SetupEvent } from "../../../../src/tui/screens/setup/setup-state.ts";
import { acmeSettings } from "../../../support/fakes/fake-services.ts";
import { after, freshSetup, next, secret, typed } from "../../../support/values/setup-steps.ts";

const answered: readonly SetupEvent[] = [
  typed("bucket", "acme-inbox/november"),
  { type: "regionSelected", region: "eu-west-1" },
];

describe("the questions for keys", () => {
  it("ask for the token of temporary keys, typed or pasted", () => {
    const state = after(initialSetup(freshSetup), typed("accessKeyId", "ASIAEXAMPLE000000000"));
    expect(questionsOf(state)).toContain("sessionToken");
    const pasted = after(initialSetup(freshSetup), { type: "pasted", keys: { sessionToken: "t" } });
    expect(questionsOf(pasted)).toContain("sessionToken");
    const other = { accessKeyId: "AKIA7EXAMPLE00003F7Q", secretAccessKey: secret };
    expect(questionsOf(after(pasted, { type: "pasted", keys: other }))).not.toContain(
      "sessionToken",
    );
  });

  it("ask for no secret of an AWS profile, and take its store along", () => {
    const profile = { name: "clinic", from: "sso", region: "eu-north-1", endpoint: null } as const;
    const state = after(
      initialSetup({ ...freshSetup, profiles: [profile] }),
      typed("accessKeyId", "clinic"),
      next,
    );
    expect(state.question).toBe("bucket");
    const done = after(state, typed("bucket", "acme-inbox"));
    expect(toDraft(done)).toMatchObject({
      ok: true,
      value: { accessKeyId: null, secretAccessKey: null, profile: "clinic", region: "eu-north-1" },
    });
    const own = { ...profile, endpoint: "https://store.example" };
    expect(
      after(initialSetup({ ...freshSetup, profiles: [own] }), typed("accessKeyId", "clinic"), next)
        .answers,
    ).toMatchObject({ isOtherStore: true, endpoint: own.endpoint, endpointRegion: "eu-north-1" });
  });
});

describe("the draft of temporary keys", () => {
  it("has their token and their end", () => {
    const keys = {
      accessKeyId: "ASIAEXAMPLE000000000",
      secretAccessKey: secret,
      sessionToken: "token",
      expiration: "2026-11-30T12:00:00Z",
    };
    const state = after(initialSetup(freshSetup), ...answered, { type: "pasted", keys });
    expect(toDraft(state)).toMatchObject({
      value: { session: { token: "token", expiresAtMs: Date.UTC(2026, 10, 30, 12) } },
    });
  });

  it("keeps the held ones where something else is changed", () => {
    const [acme] = acmeSettings.connections;
    if (!acme) throw new Error("no connection");
    const session = { expiresAtMs: 5 };
    const settings = { ...acmeSettings, connections: [{ ...acme, session }] };
    const goal = { type: "region", connection: "acme" } as const;
    const state = initialSetup({ ...freshSetup, settings, goal });
    expect(toDraft(state)).toMatchObject({ value: { session: { token: null, expiresAtMs: 5 } } });
  });
});

describe("what the owner of the bucket asks for", () => {
  const [acme] = acmeSettings.connections;
  if (!acme) throw new Error("no connection");
  const asked = { ...acme, addressing: "virtual", options: { sse: "aws:kms" } } as const;
  const settings = { ...acmeSettings, connections: [asked] };

  it("is one question of its own, with what was answered before", () => {
    const goal = { type: "terms", connection: "acme" } as const;
    const state = initialSetup({ ...freshSetup, settings, goal });
    expect(questionsOf(state)).toEqual(["terms", "result"]);
    expect(state.answers.terms).toBe("sse=aws:kms addressing=virtual");
    const changed = after(state, typed("terms", "acl=private"), next);
    expect(toDraft(changed)).toMatchObject({
      value: { secretAccessKey: null, options: { acl: "private" } },
    });
    expect(toDraft(changed).ok && toDraft(changed)).not.toHaveProperty("value.addressing");
  });

  it("stays when another value is changed", () => {
    const goal = { type: "region", connection: "acme" } as const;
    expect(toDraft(initialSetup({ ...freshSetup, settings, goal }))).toMatchObject({
      value: { addressing: "virtual", options: { sse: "aws:kms" } },
    });
  });

  it("cannot be what nobody knows", () => {
    const state = after(initialSetup(freshSetup), { type: "correct", question: "terms" });
    expect(after(state, typed("terms", "encrypt please"), next)).toMatchObject({
      question: "terms",
      problem: { field: "terms" },
    });
  });
});
