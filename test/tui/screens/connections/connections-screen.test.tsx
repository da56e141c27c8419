import { describe, expect, it } from "vitest";
import { ConnectionsScreen } from "../../../../src/tui/screens/connections/ConnectionsScreen.tsx";
import type { AppEvent } from "../../../../src/tui/screens/screen-props.ts";
import { acme, acmeSettings, createFakeServices } from "../../../support/fakes/fake-services.ts";
import { keys, showOnInk } from "../../../support/sites/ink-screen.ts";

const other = { bucket: "other", prefix: "" };
const settings = {
  ...acmeSettings,
  connections: [{ ...acme, destinations: [...acme.destinations, other] }],
};

const openConnections = async (columns = 80) => {
  const services = createFakeServices(settings);
  const goals: string[] = [];
  const events: AppEvent[] = [];
  const activated: unknown[] = [];
  const screen = await showOnInk(
    <ConnectionsScreen
      services={services}
      settings={settings}
      active={{
        connection: "acme",
        region: "eu-west-1",
        destination: { ...acme.destinations[0]! },
      }}
      size={{ columns, rows: 24 }}
      navigate={(event) => events.push(event)}
      say={() => undefined}
      onSetup={(goal) => goals.push(goal.type)}
      onReset={() => goals.push("reset")}
      onActivate={(_, destination) => activated.push(destination)}
    />,
  );
  return { ...screen, services, goals, events, activated };
};

describe("the screen of connections", () => {
  it("cuts no value of a setting in 40 columns", async () => {
    const screen = await openConnections(40);
    const settingRows = screen.frame().split("\n").slice(3);
    expect(settingRows.join("\n")).toContain("Theme");
    expect(settingRows.join("\n")).not.toContain("…");
    screen.unmount();
  });

  it("marks the place in use in words, and shows no more of a key than one needs to know it", async () => {
    const screen = await openConnections();
    expect(screen.frame()).toContain(
      "> acme: acme-inbox/november (in use) · eu-west-1 · key AKIA…3F7Q",
    );
    expect(screen.frame()).not.toContain(acme.accessKeyId);
    screen.unmount();
  });

  it("switches to the highlighted bucket", async () => {
    const screen = await openConnections();
    await screen.press(keys.down, keys.enter);
    expect(screen.activated).toEqual([other]);
    screen.unmount();
  });

  it("changes one value at a time, adds, and forgets", async () => {
    const screen = await openConnections();
    await screen.press("n", "b", "s", "a", "r", "l", "f");
    expect(screen.goals).toEqual([
      "connection",
      "destination",
      "secret",
      "accessKey",
      "region",
      "log",
      "reset",
    ]);
    screen.unmount();
  });

  it("switches settings, and keeps them", async () => {
    const screen = await openConnections();
    await screen.press(keys.end, keys.enter);
    expect(screen.services.settings().preferences.terminalSignals).toBe(false);
    await screen.press(keys.up, keys.up, keys.enter);
    expect(screen.services.settings().preferences.theme).toBe("light");
    expect(screen.events.map(({ type }) => type)).toEqual(["settingsChanged", "settingsChanged"]);
    screen.unmount();
  });
});
