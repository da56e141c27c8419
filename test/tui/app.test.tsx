import { Box, Text } from "ink";
import { useState } from "react";
import { describe, expect, it } from "vitest";
import { fail, ok } from "../../src/domain/result.ts";
import { emptySettings, type Settings } from "../../src/domain/settings.ts";
import { App } from "../../src/tui/App.tsx";
import type { AppScreens } from "../../src/tui/app-screens.ts";
import type { Layer } from "../../src/tui/app-state.ts";
import type { KeyMode } from "../../src/tui/keys/actions.ts";
import { useKeys } from "../../src/tui/keys/use-keys.ts";
import type { AppServices } from "../../src/tui/services.ts";
import type { ScreenProps } from "../../src/tui/screens/screen-props.ts";
import { StatusBar } from "../../src/tui/widgets/StatusBar.tsx";
import { appWords } from "../../src/tui/words/app.ts";
import { connectionsWords } from "../../src/tui/words/connections.ts";
import { errorWords } from "../../src/tui/words/error-words.ts";
import { helpWords } from "../../src/tui/words/help.ts";
import { setupWords } from "../../src/tui/words/setup.ts";
import { unlockWords } from "../../src/tui/words/unlock.ts";
import { acmeSettings, createFakeServices } from "../support/fake-services.ts";
import { keys, showOnInk } from "../support/ink-screen.ts";
import { MemoryDesk, requestFor } from "../support/memory-desk.ts";
import { wrapped } from "../support/screen-words.ts";
import { someTransfer } from "../support/transfers.ts";

/** A screen that shows its name, counts a key, and leaves all others to the app. */
const screenOf = (name: string, mode: KeyMode) => {
  const Screen = ({ size, navigate }: ScreenProps) => {
    const [count, setCount] = useState(0);
    useKeys(mode, {
      down: () => setCount((now) => now + 1),
      upload: () => navigate({ type: "review", chosen: ["/a"] }),
      retry: { why: "Nothing to retry." },
      peel: () => navigate({ type: "back" }),
      start: () => navigate({ type: "queued", files: 1 }),
    });
    return (
      <Box flexDirection="column">
        <Text>{`${name} ${count}`}</Text>
        <StatusBar mode={mode} columns={size.columns} />
      </Box>
    );
  };
  return Screen;
};

const screens: AppScreens = {
  Browser: screenOf("the files", "browser"),
  Review: screenOf("the review", "review"),
  Queue: screenOf("the queue", "queue"),
  History: screenOf("the receipts", "history"),
  Unfinished: screenOf("unfinished", "unfinished"),
};

interface Given {
  readonly settings?: Settings;
  readonly changes?: Partial<AppServices>;
  readonly firstLayer?: Layer | null;
}

const openApp = async ({
  settings = acmeSettings,
  changes = {},
  firstLayer = null,
}: Given = {}) => {
  const services = createFakeServices(settings, changes);
  const screen = await showOnInk(
    <App
      services={services}
      settings={settings}
      screens={screens}
      firstLayer={firstLayer}
      isAscii={false}
      hasColour
      terminal={{ TERM: "dumb" }}
    />,
  );
  return { ...screen, services };
};

const busyDesk = async () => {
  const desk = new MemoryDesk();
  await desk.add(["/a/report.pdf", "/a/scan-1.tif"].map(requestFor));
  return desk;
};

const detached = () => ({ isDetached: true, trouble: null });
const killedAtLogout = () => ({
  isDetached: false,
  trouble: { code: "WorkerUnavailable", why: "killed at logout" } as const,
});

describe("the app", () => {
  it("shows where it delivers to, and marks the current screen by more than colour", async () => {
    const app = await openApp();
    expect(app.frame()).toContain("acme-inbox/november · eu-west-1");
    expect(app.frame()).toContain("[1 Files] 2 Queue  3 History");
    app.unmount();
  });

  it("goes round the screens with Tab, and keeps the files as they were", async () => {
    const app = await openApp();
    await app.press(keys.down, keys.down, keys.tab);
    expect(app.frame()).toContain("the queue 0");
    expect(app.frame()).not.toContain("the files");
    await app.press(keys.tab, keys.tab);
    expect(app.frame()).toContain("the files 2");
    app.unmount();
  });

  it("gives keys to the screen in front alone", async () => {
    const app = await openApp();
    await app.press("?", keys.down, keys.down, keys.escape);
    expect(app.frame()).toContain("the files 0");
    app.unmount();
  });

  it("peels one layer with Esc, and never quits", async () => {
    const app = await openApp();
    await app.press("c", "?");
    expect(app.frame()).toContain(helpWords.title);
    await app.press(keys.escape);
    expect(app.frame()).toContain(connectionsWords.title);
    await app.press(keys.escape, keys.escape, keys.escape);
    expect(app.frame()).toContain("the files");
    app.unmount();
  });

  it("goes from the files to the review, and from there to the queue", async () => {
    const app = await openApp();
    await app.press("u");
    expect(app.frame()).toContain("the review");
    await app.press(keys.enter);
    expect(app.frame()).toContain("the queue");
    app.unmount();
  });

  it("says why a key does nothing, and shows the hints again after the next key", async () => {
    const app = await openApp();
    await app.press("2", "r");
    expect(app.frame()).toContain("? help  Nothing to retry.");
    await app.press(keys.down);
    expect(app.frame()).not.toContain("Nothing to retry.");
    expect(app.frame()).toContain("? help");
    app.unmount();
  });

  it("takes no pasted letters for keys", async () => {
    const app = await openApp();
    await app.press(keys.paste("cq?u2"));
    expect(app.frame()).toContain("the files 0");
    app.unmount();
  });

  it("counts what is on its way in the tab of the queue", async () => {
    const desk = await busyDesk();
    const app = await openApp({ changes: { desk } });
    await app.until("2 Queue (2)");
    app.unmount();
    desk.stop();
  });
});

describe("quitting", () => {
  it("names what is not finished, and leaves by default without losing it", async () => {
    const desk = await busyDesk();
    const app = await openApp({ changes: { desk } });
    await app.press("q");
    await app.until(appWords.quitQuestion(2));
    expect(app.frame()).toContain("report.pdf");
    expect(app.frame()).toContain("scan-1.tif");
    expect(app.frame()).toContain(`> y  ${appWords.leaveHere}`);
    await app.press(keys.escape);
    expect(app.frame()).toContain("the files");
    app.unmount();
    desk.stop();
  });

  it("says that a worker goes on by itself", async () => {
    const desk = await busyDesk();
    const app = await openApp({ changes: { desk, worker: detached } });
    await app.press("q");
    await app.until(appWords.leaveDetached);
    app.unmount();
    desk.stop();
  });

  it("asks once with Ctrl+C", async () => {
    const desk = await busyDesk();
    const app = await openApp({ changes: { desk } });
    await app.press("\u0003");
    await app.until(appWords.quitQuestion(2));
    app.unmount();
    desk.stop();
  });
});

describe("the start", () => {
  it("is the set-up on a fresh machine, and the files after it", async () => {
    const app = await openApp({ settings: emptySettings });
    expect(app.frame()).toContain("step 1 of 6");
    await app.press(keys.paste("AKIA7EXAMPLE00003F7Q"), keys.enter, keys.paste("s".repeat(40)));
    await app.press(keys.enter, keys.paste("new-bucket"), keys.enter, keys.enter, keys.enter);
    await app.until(`> ${setupWords.save("acme-inbox").slice(0, 7)}`);
    await app.press(keys.enter);
    await app.until("the files");
    expect(app.frame()).toContain("new-bucket · eu-west-1");
    app.unmount();
  });

  it("keeps the answers of the set-up while the help lies over it", async () => {
    const app = await openApp({ settings: emptySettings });
    await app.press(keys.paste("AKIA7EXAMPLE00003F7Q"), "?");
    expect(app.frame()).toContain(helpWords.title);
    await app.press(keys.escape);
    expect(app.frame()).toContain("AKIA7EXAMPLE00003F7Q");
    app.unmount();
  });

  it("asks for a secret that is not held any more, and for nothing else", async () => {
    const app = await openApp({ changes: { hasSecret: async () => ok(false) } });
    await app.until(setupWords.title("secret"));
    expect(app.frame()).toContain("step 1 of 2");
    app.unmount();
  });

  it("asks for the passphrase of the encrypted file, again when it is wrong", async () => {
    const app = await openApp({
      changes: {
        passphraseNeed: async () => "open",
        unlockSecrets: async (passphrase) =>
          passphrase === "right"
            ? ok(undefined)
            : fail({ code: "SecretStoreUnavailable", why: "wrong passphrase" }),
      },
    });
    await app.until(unlockWords.title);
    await app.press(keys.paste("wrong"), keys.enter);
    await app.until(
      errorWords({ code: "SecretStoreUnavailable", why: "wrong passphrase" }).happened,
    );
    await app.press(keys.paste("right"), keys.enter);
    await app.until("the files");
    app.unmount();
  });

  it("asks what shall become of uploads of an earlier run", async () => {
    const app = await openApp({ changes: { unfinished: async () => ok([someTransfer()]) } });
    await app.until("unfinished 0");
    app.unmount();
  });

  it("says which file cannot be read, keeps it, and goes on beside it", async () => {
    const error = { code: "StateUnreadable", file: "/h/state.db", reason: "corrupt" } as const;
    const app = await openApp({ changes: { unfinished: async () => fail(error) } });
    await app.until("/h/state.db");
    expect(app.frame()).toContain(`> y  ${appWords.goOnBeside}`);
    expect(app.services.calls.filter(({ name }) => name === "setAsideUnreadable")).toEqual([]);
    await app.press(keys.enter);
    await app.until(appWords.keptAt("/h/state.db.kept"));
    expect(app.frame()).toContain("the files");
    app.unmount();
  });

  it("says when uploads end with the window, and why", async () => {
    const app = await openApp({ changes: { worker: killedAtLogout } });
    await app.until(
      wrapped(
        errorWords({ code: "WorkerUnavailable", why: "killed at logout" }).happened.slice(0, -1),
      ),
    );
    app.unmount();
  });
});
