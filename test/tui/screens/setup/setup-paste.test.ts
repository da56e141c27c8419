import { describe, expect, it } from "vitest";
import type { PastedKeys } from "../../../../src/domain/key-field-names.ts";
import { toDraft } from "../../../../src/tui/screens/setup/setup-answers.ts";
import { initialSetup } from "../../../../src/tui/screens/setup/setup-reducer.ts";
import type { SetupContext, SetupEvent } from "../../../../src/tui/screens/setup/setup-state.ts";
import { acmeSettings } from "../../../support/fakes/fake-services.ts";
import { valueOf } from "../../../support/values/value-of.ts";
import { after, freshSetup, next, typed } from "../../../support/values/setup-steps.ts";

const invite: PastedKeys = {
  label: "ACME Radiology",
  bucket: "acme-inbox/north",
  region: "eu-central-1",
  logUrl: "https://log.acme.com",
  logToken: "RNnP5vM0Yx4",
  accessKeyId: "AKIA7EXAMPLE00003F7Q",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLKx9a",
};
const back = { type: "back" } as const;
const pasted = (keys: PastedKeys): SetupEvent => ({ type: "pasted", keys });
const begin = (context: Partial<SetupContext> = {}) => initialSetup({ ...freshSetup, ...context });

describe("a pasted invite", () => {
  it("leaves nothing to ask: the next page is the check", () => {
    const state = after(begin(), pasted(invite), next);
    expect(state).toMatchObject({ question: "result", invitedBy: "ACME Radiology" });
    expect(valueOf(toDraft(state))).toEqual({
      name: "ACME Radiology",
      accessKeyId: invite.accessKeyId,
      secretAccessKey: invite.secretAccessKey,
      region: "eu-central-1",
      endpoint: null,
      bucket: "acme-inbox",
      prefix: "north/",
      logUrl: "https://log.acme.com",
      logToken: "RNnP5vM0Yx4",
    });
  });

  it("names another service as well, with its region", () => {
    const state = after(begin(), pasted({ ...invite, endpoint: "https://s3.acme.com" }), next);
    expect(state.question).toBe("result");
    expect(toDraft(state)).toMatchObject({
      value: { endpoint: "https://s3.acme.com", region: "eu-central-1" },
    });
  });

  it.each<[string, keyof PastedKeys, string]>([
    ["the bucket", "bucket", "bucket"],
    ["the region", "region", "region"],
    ["the secret access key", "secretAccessKey", "secret"],
    ["the log server", "logUrl", "logUrl"],
    ["its token", "logToken", "logToken"],
  ])("asks only for what it leaves out: %s", (_, field, question) => {
    const { [field]: _left, ...rest } = invite;
    const state = after(begin(), pasted(rest), next);
    expect(state.question).toBe(question);
  });

  it("is the same when its lines come one by one", () => {
    const endpoint = "https://s3.acme.com";
    const lines = Object.entries({ ...invite, endpoint }).map(([field, value]) =>
      pasted({ [field]: value }),
    );
    const state = after(begin(), ...lines, next);
    expect(state).toMatchObject({
      question: "result",
      answers: { endpointRegion: "eu-central-1" },
    });
  });

  it("asks for the passphrase, which it cannot know", () => {
    const state = after(begin({ passphraseNeed: "create" }), pasted(invite), next);
    expect(state.question).toBe("passphrase");
  });

  it("asks again for what cannot be used as it was pasted, and says why", () => {
    const state = after(begin(), pasted({ ...invite, bucket: "x" }), next);
    expect(state).toMatchObject({ question: "bucket", problem: { code: "InvalidInput" } });
  });

  it("does not hide that an address is not encrypted", () => {
    const state = after(begin(), pasted({ ...invite, logUrl: "http://log.acme.com" }), next);
    expect(state.question).toBe("logUrl");
    const warned = after(state, next);
    expect(warned).toMatchObject({ question: "logUrl", problem: { code: "InvalidInput" } });
    expect(after(warned, next).question).toBe("result");
  });

  it("takes the bucket out of an endpoint where the person can see it", () => {
    const endpoint = "https://s3.acme.com/acme-inbox";
    const state = after(begin(), pasted({ ...invite, endpoint }), next);
    expect(state.question).toBe("endpoint");
    expect(after(state, next).answers.endpoint).toBe("https://s3.acme.com");
  });

  it("gives a name that no connection has, and that one may have", () => {
    const settings = {
      ...acmeSettings,
      connections: acmeSettings.connections.map((each) => ({ ...each, name: "ACME" })),
    };
    const named = (label: string) => after(begin({ settings }), pasted({ ...invite, label }), next);
    expect(valueOf(toDraft(named("ACME"))).name).toBe("ACME-2");
    expect(valueOf(toDraft(named("A/B: (north)"))).name).toBe("A B north");
    expect(valueOf(toDraft(named("???"))).name).toBe("acme-inbox");
  });

  it("leads back to the first question, and forward again", () => {
    const state = after(begin(), pasted(invite), next, back);
    expect(state.question).toBe("accessKeyId");
    expect(after(state, next).question).toBe("result");
  });

  it("is asked for what was typed over it, and for what follows from a correction", () => {
    const result = after(begin(), pasted(invite), next);
    const corrected = after(
      result,
      { type: "correct", question: "logUrl" },
      typed("logUrl", "https://other.acme.com"),
      next,
    );
    expect(corrected).toMatchObject({ question: "logToken", answers: { logToken: "" } });
  });

  it("keeps no token of another log server", () => {
    const { logToken: _token, ...rest } = invite;
    const state = after(begin(), pasted(invite), pasted({ ...rest, logUrl: "https://x.acme.com" }));
    expect(state.answers.logToken).toBe("");
  });
});
