import { setTimeout as wait } from "node:timers/promises";
import { render } from "ink-testing-library";
import { expect, it } from "vitest";
import { ok } from "../../../../src/domain/result.ts";
import { UnlockScreen } from "../../../../src/tui/screens/start/UnlockScreen.tsx";
import { createFakeServices } from "../../../support/fake-services.ts";

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
  await wait(50);
  screen.stdin.write("c");
  await wait(50);
  for (const key of "orrect horse\r") screen.stdin.write(key);
  await wait(50);
  expect(tried).toEqual(["correct horse"]);
  screen.unmount();
});
