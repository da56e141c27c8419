import { render } from "ink-testing-library";
import { expect, it } from "vitest";
import { fail, ok } from "../../../../src/domain/result.ts";
import { UnlockScreen } from "../../../../src/tui/screens/start/UnlockScreen.tsx";
import { errorWords } from "../../../../src/words/errors/error-words.ts";
import { unlockWords } from "../../../../src/words/unlock.ts";
import { createFakeServices } from "../../../support/fakes/fake-services.ts";
import { keys, letters, showOnInk } from "../../../support/sites/ink-screen.ts";

const nothing = () => undefined;

it("opens the file with all letters that came in one piece with Enter, as a slow line brings them", async () => {
  const tried: string[] = [];
  const services = {
    ...createFakeServices(),
    unlockSecrets: async (passphrase: string) => {
      tried.push(passphrase);
      return ok(undefined);
    },
  };
  const size = { columns: 80, rows: 24 };
  const screen = render(
    <UnlockScreen services={services} size={size} onUnlocked={nothing} onLater={nothing} />,
  );
  await expect.poll(() => screen.lastFrame()).toContain(unlockWords.title);
  screen.stdin.write("c");
  await expect.poll(() => screen.lastFrame()).toContain("1 character");
  for (const key of "orrect horse\r") screen.stdin.write(key);
  await expect.poll(() => tried).toEqual(["correct horse"]);
  screen.unmount();
});

it("says that it is opening the file while it does, and hears no key meanwhile", async () => {
  const opened = Promise.withResolvers<void>();
  let tries = 0;
  const services = {
    ...createFakeServices(),
    unlockSecrets: async () => {
      tries += 1;
      await opened.promise;
      return fail({ code: "SecretStoreUnavailable", why: "wrong passphrase" } as const);
    },
  };
  const size = { columns: 80, rows: 24 };
  const screen = await showOnInk(
    <UnlockScreen services={services} size={size} onUnlocked={nothing} onLater={nothing} />,
  );
  await screen.press(...letters("wrong"), keys.enter);
  expect(screen.frame()).toContain(unlockWords.opening);
  await screen.press(keys.enter, "x");
  expect(screen.frame()).toContain("5 characters");
  opened.resolve();
  await screen.until(
    errorWords({ code: "SecretStoreUnavailable", why: "wrong passphrase" }).happened,
  );
  expect(screen.frame()).not.toContain(unlockWords.opening);
  expect(tries).toBe(1);
});

it("keeps its field whole in a window of 40 × 12, whatever it has to say", async () => {
  const services = {
    ...createFakeServices(),
    unlockSecrets: async () =>
      fail({ code: "SecretStoreUnavailable", why: "wrong passphrase" } as const),
  };
  const size = { columns: 40, rows: 12 };
  const screen = await showOnInk(
    <UnlockScreen services={services} size={size} onUnlocked={nothing} onLater={nothing} />,
  );
  const { happened } = errorWords({ code: "SecretStoreUnavailable", why: "wrong passphrase" });
  await screen.press(...letters("wrong"), keys.enter);
  await screen.until(happened.slice(0, 24));
  const lines = screen.frame().split("\n");
  expect(lines).toHaveLength(12);
  expect(lines.slice(1, 4).map((line) => line.trim().slice(0, 1))).toEqual(["┌", "│", "└"]);
  expect(lines.at(-1)).toMatch(/^ \? help/);
});
