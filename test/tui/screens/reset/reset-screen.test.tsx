import { describe, expect, it } from "vitest";
import { fail } from "../../../../src/domain/result.ts";
import type { Settings } from "../../../../src/domain/settings.ts";
import { resetTargets } from "../../../../src/tui/screens/reset/reset-targets.ts";
import { ResetScreen } from "../../../../src/tui/screens/reset/ResetScreen.tsx";
import type { AppServices } from "../../../../src/tui/services.ts";
import { errorWords } from "../../../../src/words/errors/error-words.ts";
import { resetSentences, resetWords } from "../../../../src/words/reset.ts";
import { acme, acmeSettings, createFakeServices } from "../../../support/fakes/fake-services.ts";
import { keys, showOnInk } from "../../../support/sites/ink-screen.ts";
import { screenWords } from "../../../support/values/screen-words.ts";

const settings: Settings = {
  ...acmeSettings,
  connections: [
    {
      ...acme,
      log: { url: "https://log.example.com" },
      destinations: [...acme.destinations, { bucket: "two", prefix: "" }],
    },
  ],
};

const openReset = async (changes: Partial<AppServices> = {}) => {
  const services = createFakeServices(settings, changes);
  const removed: Settings[] = [];
  const screen = await showOnInk(
    <ResetScreen
      services={services}
      settings={settings}
      size={{ columns: 80, rows: 24 }}
      isVisible
      navigate={() => undefined}
      onRemoved={(next) => removed.push(next)}
      onClose={() => undefined}
      say={() => undefined}
    />,
  );
  return { ...screen, services, removed };
};

describe("what can be forgotten", () => {
  it("is the secret, the token, each bucket but a last one, the connection, and everything", () => {
    expect(resetTargets(settings).map(({ what }) => what)).toEqual([
      "secret",
      "logToken",
      "destination",
      "destination",
      "connection",
      "everything",
    ]);
    expect(resetTargets(acmeSettings).map(({ what }) => what)).toEqual([
      "secret",
      "connection",
      "everything",
    ]);
  });

  it.each(resetTargets(settings).map((target) => [target.what, target] as const))(
    "says of the %s what goes and what stays",
    (_, target) => {
      const { goes, stays } = resetSentences(target);
      expect(goes).toMatch(/^Removes .*\.$/);
      expect(stays).toMatch(/^Keeps .*\. Files in buckets are not affected\.$/);
    },
  );
});

describe("the reset screen", () => {
  it("says what goes and what stays, and keeps it by default", async () => {
    const reset = await openReset();
    await reset.press(keys.enter);
    const { goes, stays } = resetSentences({ what: "secret", connection: "acme" });
    expect(screenWords(reset.frame())).toContain(`${goes} ${stays}`);
    expect(reset.frame()).toContain(`> n  ${resetWords.no}`);
    await reset.press(keys.enter);
    expect(reset.services.calls).toEqual([]);
    reset.unmount();
  });

  it("forgets what was highlighted after yes", async () => {
    const reset = await openReset();
    await reset.press(keys.down, keys.down, keys.enter, "y");
    expect(reset.services.calls).toEqual([
      {
        name: "removeSaved",
        given: [
          { what: "destination", connection: "acme", bucket: "acme-inbox", prefix: "november/" },
        ],
      },
    ]);
    expect(reset.removed).toHaveLength(1);
    reset.unmount();
  });

  it("says when it could not forget, and that nothing is gone", async () => {
    const reset = await openReset({
      removeSaved: async () => fail({ code: "SecretStoreUnavailable", why: "locked" }),
    });
    await reset.press(keys.enter, "y");
    expect(reset.frame()).toContain(
      errorWords({ code: "SecretStoreUnavailable", why: "locked" }).happened,
    );
    expect(reset.removed).toEqual([]);
    reset.unmount();
  });
});
