import { describe, expect, it } from "vitest";
import { settingsWords as words } from "../../../../src/words/settings.ts";
import { SettingsScreen } from "../../../../src/tui/screens/settings/SettingsScreen.tsx";
import { settingRows } from "../../../../src/tui/screens/settings/settings-rows.ts";
import type { AppServices } from "../../../../src/tui/services.ts";
import type { AppEvent } from "../../../../src/tui/screens/screen-props.ts";
import { defaultPreferences } from "../../../../src/domain/settings.ts";
import { acmeSettings, createFakeServices } from "../../../support/fakes/fake-services.ts";
import { keys, showOnInk } from "../../../support/sites/ink-screen.ts";

const { down, enter, escape, left, right, space, paste } = keys;

const openSettings = async (columns = 80, rows = 24, changes: Partial<AppServices> = {}) => {
  const services = createFakeServices(acmeSettings, changes);
  const events: AppEvent[] = [];
  const goals: unknown[] = [];
  const show = () => (
    <SettingsScreen
      services={services}
      settings={services.settings()}
      size={{ columns, rows }}
      navigate={(event) => {
        events.push(event);
        if (event.type === "settingsChanged") void screen.rerender(show());
      }}
      say={() => undefined}
      onSetup={(goal) => goals.push(goal)}
    />
  );
  const screen = await showOnInk(show());
  return { ...screen, services, events, goals };
};

/** Down to the row of this kind. */
const downTo = (name: string): readonly string[] => {
  const at = settingRows(acmeSettings).findIndex((row) =>
    row.type === "choice" ? row.name === name : row.type === name,
  );
  return Array.from({ length: at }, () => down);
};

describe("the settings", () => {
  it("have every preference there is", () => {
    const shown = settingRows(acmeSettings).flatMap((row) =>
      row.type === "choice" ? [row.name] : row.type === "limit" ? ["limitBytesPerSecond"] : [],
    );
    expect(shown.toSorted()).toEqual(Object.keys(defaultPreferences).toSorted());
  });

  it.each([
    ["theme", "light"],
    ["terminalSignals", false],
    ["showHidden", true],
    ["sort", "size"],
    ["sortDescending", true],
    ["ascii", true],
    ["plainText", true],
  ] as const)("step %s to its next value with Space, Enter and Right alike", async (name, next) => {
    for (const key of [space, enter, right]) {
      const screen = await openSettings();
      await screen.press(...downTo(name), key);
      expect(screen.services.settings().preferences).toEqual({
        ...defaultPreferences,
        [name]: next,
      });
      screen.unmount();
    }
  });

  it.each([
    ["name", false, "A to Z"],
    ["size", true, "largest first"],
    ["modified", true, "newest first"],
  ] as const)("say how a list by %s is ordered", (sort, sortDescending, order) => {
    const preferences = { ...defaultPreferences, sort, sortDescending };
    expect(words.preference("sortDescending", preferences)[1]).toBe(order);
  });

  it("stand below each other in a small window, which says that there are more", async () => {
    const screen = await openSettings(40, 12);
    const lines = screen.frame().split("\n");
    expect(lines[0]).toMatch(new RegExp(`${words.title} +1/${settingRows(acmeSettings).length}`));
    const facts = lines.slice(-3, -1).join(" ").replace(/\s+/gu, " ");
    expect(facts).toContain(words.logAbout);
    const values = lines.slice(1, 9).map((line) => line.slice(26, 27));
    expect(values.every((letter) => letter.trim() !== "")).toBe(true);
    expect(lines.slice(1, 9).every((line) => line.slice(25, 26).trim() === "")).toBe(true);
    screen.unmount();
  });

  it.each([
    [80, 24],
    [40, 12],
  ])("say below the list in full what their line cuts: at %d × %d", async (columns, rows) => {
    const path = "/home/anna.example/.config/s3-sftp/secrets.json";
    const holder = { kind: "encrypted file", through: "scrypt", path } as const;
    const screen = await openSettings(columns, rows, { secretHolder: async () => holder });
    await screen.press(keys.end, keys.up);
    const [, value] = words.secrets(holder);
    expect(screen.frame().replace(/\s+/gu, "")).toContain(value.replace(/\s+/gu, ""));
    screen.unmount();
  });

  it("step the limit through what is usual, and take any other that is typed", async () => {
    const screen = await openSettings();
    await screen.press(...downTo("limit"), right, right, left);
    expect(screen.services.settings().preferences.limitBytesPerSecond).toBe(1024 ** 2);
    await screen.press(enter, keys.ctrl("u"), paste("3 MiB/s"), enter);
    expect(screen.services.settings().preferences.limitBytesPerSecond).toBe(3 * 1024 ** 2);
    await screen.press(enter, keys.ctrl("u"), paste("1 GiB/h"), enter, escape);
    expect(screen.services.settings().preferences.limitBytesPerSecond).toBe(3 * 1024 ** 2);
    screen.unmount();
  });

  it("ask for the log server of a connection", async () => {
    const screen = await openSettings();
    await screen.press(enter);
    expect(screen.goals).toEqual([{ type: "log", connection: "acme" }]);
    screen.unmount();
  });

  it("say what the highlighted one means, in a small window, too", async () => {
    const screen = await openSettings(40, 12);
    await screen.press(...downTo("terminalSignals"));
    expect(screen.frame()).toContain(words.about("terminalSignals").slice(0, 30));
    expect(screen.frame()).toMatch(/Notifications +on/);
    screen.unmount();
  });
});
