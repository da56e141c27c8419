import { describe, expect, it } from "vitest";
import { ConnectionsScreen } from "../../../../src/tui/screens/connections/ConnectionsScreen.tsx";
import type { AppEvent } from "../../../../src/tui/screens/screen-props.ts";
import { acme, acmeSettings } from "../../../support/fakes/fake-services.ts";
import { keys, showOnInk } from "../../../support/sites/ink-screen.ts";

const other = { bucket: "other", prefix: "" };
const settings = {
  ...acmeSettings,
  connections: [{ ...acme, destinations: [...acme.destinations, other] }],
};

const openConnections = async (columns = 80) => {
  const goals: string[] = [];
  const events: AppEvent[] = [];
  const activated: unknown[] = [];
  const screen = await showOnInk(
    <ConnectionsScreen
      settings={settings}
      active={{
        connection: "acme",
        region: "eu-west-1",
        destination: { ...acme.destinations[0]! },
      }}
      size={{ columns, rows: 24 }}
      navigate={(event) => events.push(event)}
      onSetup={(goal) => goals.push(goal.type)}
      onReset={() => goals.push("reset")}
      onSettings={() => goals.push("settings")}
      onActivate={(_, destination) => activated.push(destination)}
    />,
  );
  return { ...screen, goals, events, activated };
};

describe("the screen of connections", () => {
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

  it("leads to the settings", async () => {
    const screen = await openConnections();
    await screen.press(keys.end, keys.enter);
    expect(screen.goals).toEqual(["settings"]);
    screen.unmount();
  });

  it("asks for the log server of the connection that is highlighted", async () => {
    const screen = await openConnections();
    await screen.press(keys.down, keys.down, keys.enter);
    expect(screen.goals).toEqual(["log"]);
    screen.unmount();
  });
});
