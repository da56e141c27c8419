import { describe, expect, it } from "vitest";
import { emptySettings } from "../../src/domain/settings.ts";
import { appActionEvent } from "../../src/tui/app-actions.ts";
import { appReducer, type AppStateEvent, initialApp } from "../../src/tui/app-reducer.ts";
import type { AppState } from "../../src/tui/app-state.ts";
import { acme, acmeSettings } from "../support/fakes/fake-services.ts";

const after = (state: AppState, ...events: readonly AppStateEvent[]) =>
  events.reduce(appReducer, state);
const types = (state: AppState) => state.layers.map(({ type }) => type);
const ready = initialApp(acmeSettings);
const help: AppStateEvent = { type: "push", layer: { type: "help", mode: "browser" } };
const other = { bucket: "other", prefix: "" };
const withTwo = {
  ...acmeSettings,
  connections: [{ ...acme, destinations: [...acme.destinations, other] }],
};

describe("the app at its start", () => {
  it("is the set-up when there is no connection", () => {
    expect(types(initialApp(emptySettings))).toEqual(["setup"]);
  });

  it("is the files, to the first destination of the first connection", () => {
    expect(ready).toMatchObject({
      screen: "browser",
      layers: [],
      active: { connection: "acme", region: "eu-west-1", destination: { bucket: "acme-inbox" } },
    });
  });

  it("is the connection that was named", () => {
    const second = { ...acme, name: "second" };
    const settings = { ...acmeSettings, connections: [acme, second] };
    expect(initialApp(settings, "second").active?.connection).toBe("second");
  });
});

describe("layers", () => {
  it("are peeled one by one", () => {
    const deep = after(ready, { type: "push", layer: { type: "connections" } }, help);
    expect(types(deep)).toEqual(["connections", "help"]);
    expect(types(after(deep, { type: "pop" }))).toEqual(["connections"]);
    expect(types(after(deep, { type: "pop" }, { type: "back" }))).toEqual([]);
    expect(after(deep, { type: "pop" }, { type: "pop" }, { type: "pop" }).layers).toEqual([]);
  });

  it("do not closes the set-up of a first run", () => {
    const first = initialApp(emptySettings);
    expect(after(first, { type: "pop" })).toBe(first);
  });

  it("are not opened twice on top of each other", () => {
    expect(types(after(ready, help, help))).toEqual(["help"]);
  });

  it("leave the screen from which another one is shown", () => {
    const asked = after(ready, { type: "push", layer: { type: "unfinished", transfers: [] } });
    const shown = after(asked, { type: "show", screen: "queue" });
    expect(shown).toMatchObject({ screen: "queue", layers: [] });
  });
});

describe("the screens", () => {
  it("follow each other in a ring", () => {
    const next = { type: "step", by: 1 } as const;
    expect(after(ready, next).screen).toBe("queue");
    expect(after(ready, next, next).screen).toBe("history");
    expect(after(ready, next, next, next).screen).toBe("browser");
    expect(after(ready, { type: "step", by: -1 }).screen).toBe("history");
  });

  it("go from the review to the queue, and tell the browser that its selection are sent", () => {
    const state = after(ready, { type: "review", selected: ["/a"] }, { type: "queued", files: 1 });
    expect(state).toMatchObject({ screen: "queue", layers: [], deliveries: 1 });
  });
});

describe("settings", () => {
  it("that change keep the place to deliver to", () => {
    const there = after(
      initialApp(withTwo),
      { type: "activate", connection: "acme", destination: other },
      { type: "settingsChanged", settings: { ...withTwo, logUrl: "https://l" } },
    );
    expect(there.active?.destination).toEqual(other);
  });

  it("without the place go to another one", () => {
    const there = after(
      initialApp(withTwo),
      { type: "activate", connection: "acme", destination: other },
      { type: "settingsChanged", settings: acmeSettings },
    );
    expect(there.active?.destination).toEqual(acme.destinations[0]);
  });

  it("without any connection lead to the set-up, whatever lay open", () => {
    const state = after(
      ready,
      { type: "push", layer: { type: "connections" } },
      { type: "push", layer: { type: "reset" } },
      { type: "settingsChanged", settings: emptySettings },
    );
    expect(types(state)).toEqual(["setup"]);
  });
});

describe("a note", () => {
  it("goes with the key after it, and stays when that key has brought it", () => {
    const first = after(ready, { type: "note", text: "Saved." });
    const second = after(first, { type: "note", text: "Saved." });
    expect(after(second, { type: "keyPressed", seen: first.note }).note?.text).toBe("Saved.");
    expect(after(second, { type: "keyPressed", seen: second.note }).note).toBeNull();
  });

  it("costs nothing while there is none", () => {
    expect(after(ready, { type: "keyPressed", seen: null })).toBe(ready);
  });
});

describe("keys that a screen leaves to the app", () => {
  it.each([
    ["help", { type: "push", layer: { type: "help", mode: "queue" } }],
    ["connections", { type: "push", layer: { type: "connections" } }],
    ["nextScreen", { type: "step", by: 1 }],
    ["previousScreen", { type: "step", by: -1 }],
    ["showFiles", { type: "show", screen: "browser" }],
    ["showQueue", { type: "show", screen: "queue" }],
    ["showHistory", { type: "show", screen: "history" }],
    ["quit", null],
  ] as const)("%s is %j", (action, event) => {
    expect(appActionEvent(action, "queue")).toEqual(event);
  });
});
