import { describe, expect, it } from "vitest";
import { fail, ok } from "../../../../src/domain/result.ts";
import { errorWords } from "../../../../src/words/errors/error-words.ts";
import { setupWords } from "../../../../src/words/setup.ts";
import { summaryWords } from "../../../../src/words/setup-summary.ts";
import { keys, letters } from "../../../support/sites/ink-screen.ts";
import { accessKeyId, openSetup, secret, toResult } from "../../../support/sites/open-setup.tsx";

const { enter, escape, down, paste } = keys;

describe("the set-up", () => {
  it("says in two sentences what it will ask and where that comes from", async () => {
    const setup = await openSetup();
    const text = setup.frame().replace(/\s+/g, " ");
    expect(text).toContain(setupWords.firstRun);
    expect(text).toContain("Key ● Destination ○ Log server ○ Check ○");
    setup.unmount();
  });

  it("saves a connection after the check, with Save as the default", async () => {
    const setup = await openSetup();
    await setup.press(...toResult);
    expect(setup.frame()).toContain(`✓ ${summaryWords.canList}`);
    expect(setup.frame()).toContain(`✓ ${summaryWords.canUpload}`);
    expect(setup.frame()).toContain(`> ${setupWords.save("acme-inbox")}`);
    expect(setup.saved).toEqual([]);
    await setup.press(enter);
    expect(setup.saved).toEqual([
      {
        name: "acme-inbox",
        accessKeyId,
        secretAccessKey: secret,
        region: "eu-west-1",
        endpoint: null,
        bucket: "acme-inbox",
        prefix: "november/",
        logUrl: null,
        logToken: null,
      },
    ]);
    setup.unmount();
  });

  it("never shows the secret on any screen", async () => {
    const setup = await openSetup();
    const frames: string[] = [];
    for (const key of toResult) {
      await setup.press(key);
      frames.push(setup.frame());
    }
    expect(frames.join("\n")).toContain("Kx9a");
    expect(frames.join("\n")).not.toContain(secret.slice(0, 8));
    setup.unmount();
  });

  // Each of the letters is a frame.
  it(
    "takes the lines of a block that comes key by key, and shows no secret",
    { timeout: 60_000 },
    async () => {
      const setup = await openSetup();
      const frames: string[] = [];
      const block = `AWS_SECRET_ACCESS_KEY=${secret}\rAWS_ACCESS_KEY_ID=${accessKeyId}\r`;
      for (const key of letters(block)) {
        await setup.press(key);
        frames.push(setup.frame());
      }
      expect(frames.join("\n")).not.toContain(secret.slice(0, 8));
      expect(setup.frame()).toContain(setupWords.title("bucket"));
      await setup.press(...letters("AWS_REGION=eu-west-1\r"));
      expect(setup.frame()).toContain(setupWords.title("bucket"));
      expect(setup.frame()).not.toContain("AWS_REGION");
      await setup.press(paste("acme-inbox"), enter);
      expect(setup.frame()).toContain(setupWords.title("logUrl"));
      setup.unmount();
    },
  );

  it("takes a line of a block that is pasted among the regions", async () => {
    const setup = await openSetup({ changes: { findRegion: async () => ok(null) } });
    await setup.press(...toResult.slice(0, 6), "export AWS_REGION=eu-central-1", enter);
    expect(setup.frame()).not.toContain("AWS_REGION");
    expect(setup.frame()).toContain(setupWords.title("logUrl"));
    setup.unmount();
  });

  it("keeps the endpoint of a paste, and asks neither for it nor for a region of AWS", async () => {
    const setup = await openSetup();
    const block = `AWS_ACCESS_KEY_ID=${accessKeyId}\nAWS_SECRET_ACCESS_KEY=${secret}\nAWS_ENDPOINT_URL=https://s.example\n`;
    await setup.press(paste(block), enter, paste("acme-inbox"), enter);
    expect(setup.frame()).toContain(setupWords.title("endpointRegion"));
    await setup.press(enter, enter);
    expect(setup.services.calls.at(-1)?.given[0]).toMatchObject({
      endpoint: "https://s.example",
      region: "us-east-1",
    });
    setup.unmount();
  });

  it.each([
    ["typed", letters("http://127.0.0.1:9000")],
    ["pasted alone", [paste("http://127.0.0.1:9000")]],
  ])(
    "shows an address that was %s in place of a region where it is asked for",
    async (_, given) => {
      const setup = await openSetup({ changes: { findRegion: async () => ok(null) } });
      await setup.press(...toResult.slice(0, 6), ...given, enter);
      expect(setup.frame()).toContain(setupWords.title("endpoint"));
      expect(setup.frame()).toMatch(/│ +http:\/\/127\.0\.0\.1:9000 +│/);
      await setup.press(enter);
      expect(setup.frame()).toContain(setupWords.title("endpointRegion"));
      setup.unmount();
    },
  );

  it.each([
    ["is taken with Enter", [], "us-east-1"],
    ["gives way to what is typed", letters("eu-central-1"), "eu-central-1"],
  ])("suggests a region for an endpoint, which %s", async (_, typed, region) => {
    const setup = await openSetup({
      changes: {
        verifyConnection: async () => fail({ code: "NoSuchBucket", bucket: "acme-inbox" }),
      },
    });
    const block = `AWS_ACCESS_KEY_ID=${accessKeyId}\nAWS_SECRET_ACCESS_KEY=${secret}\nAWS_ENDPOINT_URL=https://s.example\n`;
    await setup.press(paste(block), enter, paste("acme-inbox"), enter);
    expect(setup.frame()).toMatch(/│ +us-east-1 +│/);
    await setup.press(...typed);
    expect(setup.frame()).toMatch(new RegExp(`│ +${region} +│`));
    await setup.press(enter, enter);
    await setup.until(`${setupWords.correct("endpointRegion")}: ${region}`);
    setup.unmount();
  });

  it("does not go on by itself when a paste ends in a newline", async () => {
    const setup = await openSetup();
    await setup.press(paste(`${accessKeyId}\r\n`));
    expect(setup.frame()).toContain(setupWords.title("accessKeyId"));
    expect(setup.frame()).toContain(accessKeyId);
    setup.unmount();
  });

  it.each([
    ["a CSV file", `Access key ID,Secret access key\r\n${accessKeyId},${secret}\r\n`],
    ["a block", `AWS_ACCESS_KEY_ID=${accessKeyId}\nAWS_SECRET_ACCESS_KEY=${secret}\n`],
  ])("fills both fields from %s", async (_, text) => {
    const setup = await openSetup();
    await setup.press(paste(text));
    expect(setup.frame()).toContain(setupWords.secretFilledIn);
    await setup.press(enter);
    expect(setup.frame()).toContain(setupWords.title("bucket"));
    setup.unmount();
  });

  it("says where the secret will be kept", async () => {
    const setup = await openSetup();
    await setup.press(paste(accessKeyId), enter);
    expect(setup.frame()).toContain(setupWords.storedIn(await setup.services.secretHolder()));
    setup.unmount();
  });

  it("keeps what was typed when it goes back", async () => {
    const setup = await openSetup();
    await setup.press(paste(accessKeyId), enter, "x", escape);
    expect(setup.frame()).toContain(accessKeyId);
    await setup.press(enter);
    expect(setup.frame()).toContain("1 character");
    setup.unmount();
  });

  it("does not leave with Esc at the first question of a first run", async () => {
    const setup = await openSetup();
    await setup.press(escape);
    expect(setup.notes).toEqual([setupWords.firstQuestion]);
    setup.unmount();
  });

  it("cancels with Esc at the first question when there is something below it", async () => {
    const setup = await openSetup({ canCancel: true });
    await setup.press(escape);
    expect(setup.isCancelled()).toBe(true);
    setup.unmount();
  });

  it("finds out the region that was left open, and asks nobody", async () => {
    const asked: string[] = [];
    const setup = await openSetup({
      changes: {
        findRegion: async () => ok(null),
        verifyConnection: async ({ region }) => {
          asked.push(region);
          return region === "eu-west-1"
            ? ok({ write: "granted" })
            : fail({ code: "WrongRegion", said: region, is: "eu-west-1" });
        },
      },
    });
    await setup.press(...toResult.slice(0, 6));
    expect(setup.frame()).toContain(`> ${setupWords.findRegion}`);
    expect(setup.frame()).toMatch(/\n\s+1\/\d\d, type to search/);
    await setup.press(enter, enter);
    await setup.until("> Save");
    expect(asked).toEqual(["us-east-1", "eu-west-1"]);
    setup.unmount();
  });

  it("offers the right region where the person has chosen another", async () => {
    const setup = await openSetup({
      changes: {
        findRegion: async () => ok(null),
        verifyConnection: async ({ region }) =>
          region === "eu-west-1"
            ? ok({ write: "granted" })
            : fail({ code: "WrongRegion", said: region, is: "eu-west-1" }),
      },
    });
    await setup.press(...toResult.slice(0, 6), ...letters("tokyo"), enter, enter);
    expect(setup.frame()).toContain(
      errorWords({ code: "WrongRegion", said: "ap-northeast-1", is: "eu-west-1" }).happened,
    );
    expect(setup.frame()).toContain(`> ${setupWords.useRegion("eu-west-1")}`);
    await setup.press(enter);
    await setup.until("> Save");
    setup.unmount();
  });

  it("begins the list of regions with what the store said", async () => {
    const setup = await openSetup();
    await setup.press(...toResult.slice(0, 6));
    expect(setup.frame()).toContain(
      `> ${setupWords.region("eu-west-1", "Dublin, Ireland")}  (${setupWords.suggested})`,
    );
    setup.unmount();
  });

  it("finds a region by its city, with digits and j and k as letters of the search", async () => {
    const setup = await openSetup({ changes: { findRegion: async () => ok(null) } });
    await setup.press(...toResult.slice(0, 6), ...letters("jakarta"));
    expect(setup.frame()).toContain("> ap-southeast-3");
    await setup.press(keys.ctrl("u"), ...letters("eu-west-2"), enter, enter);
    expect(setup.services.calls.at(-1)?.given[0]).toMatchObject({ region: "eu-west-2" });
    setup.unmount();
  });

  it("asks for the endpoint of a service that is not AWS", async () => {
    const setup = await openSetup();
    await setup.press(...toResult.slice(0, 6), ...letters("other!"), down, enter);
    expect(setup.frame()).toContain(setupWords.title("endpoint"));
    await setup.press(paste("https://s3.example.com"), enter, enter, enter);
    expect(setup.services.calls.at(-1)?.given[0]).toMatchObject({
      endpoint: "https://s3.example.com",
      region: "us-east-1",
    });
    setup.unmount();
  });

  it("says what is wrong with an answer, and stays there", async () => {
    const setup = await openSetup();
    await setup.press(enter);
    const empty = { code: "InvalidInput", field: "accessKeyId", problem: "is empty" } as const;
    expect(setup.frame()).toContain(`! ${errorWords(empty).happened}`);
    expect(setup.frame()).toContain(setupWords.title("accessKeyId"));
    setup.unmount();
  });

  it("goes on without a log server when it is left empty", async () => {
    const setup = await openSetup();
    await setup.press(...toResult);
    expect(setup.services.calls.some(({ name }) => name === "checkLogServer")).toBe(false);
    setup.unmount();
  });
});
