import { render } from "ink";
import { signalCodes } from "../domain/exit-codes.ts";
import { nonEmpty } from "../domain/non-empty.ts";
import { emptySettings } from "../domain/settings.ts";
import { App } from "./App.tsx";
import type { AppStart } from "./app-start.ts";
import type { Layer } from "./app-state.ts";
import { farewellLines } from "./farewell.ts";
import type { AppServices } from "./services.ts";
import { asciiOutput } from "./terminal/ascii-output.ts";
import { KeyStream } from "./terminal/key-stream.ts";
import { restoreTerminal } from "./terminal/restore.ts";
import { terminalKindOf } from "./terminal/terminal-kind.ts";
import { unwrappedOutput } from "./terminal/unwrapped-output.ts";
import { createCompactOutput } from "./terminal/compact-output.ts";
import { untilEnd } from "./terminal/until-end.ts";
import { writesManyColours } from "./widgets/sequences.ts";

const firstLayers: Readonly<Record<AppStart["startAt"], Layer | null>> = {
  files: null,
  setup: { type: "setup", goal: { type: "connection" } },
};

/** A multiplexer may draw for the size before while it passes the new one on: GNU screen then leaves pieces behind. */
const stillMs = 250;

/** Has all drawn again once a window that changed keeps its size. Gives what ends that. */
const redrawWhenStill = (redraw: () => void): (() => void) => {
  let timer: NodeJS.Timeout | undefined;
  const changed = (): void => {
    clearTimeout(timer);
    timer = setTimeout(redraw, stillMs);
  };
  process.on("SIGWINCH", changed);
  return () => {
    clearTimeout(timer);
    process.off("SIGWINCH", changed);
  };
};

const homeAndEraseDown = "\u001b[H\u001b[J";

/** The keyboard has ended: the terminal is gone, with or without a signal. */
const hangUp = async (stdin: NodeJS.ReadStream): Promise<number> => {
  const { promise, resolve } = Promise.withResolvers<void>();
  stdin.once("end", resolve);
  await promise;
  return signalCodes.SIGHUP;
};

/**
 * Draws the app on this process's terminal until the person leaves; gives the exit code. Signals and crashes leave the
 * terminal as it was found; a crash rejects with its error, for the caller to report. The caller stops the services.
 */
export const runOnScreen = async (
  services: AppServices,
  start: AppStart,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<number> => {
  const { stdin, stdout } = process;
  const loaded = await services.loadSettings();
  const unreadable: Layer | null =
    !loaded.ok && loaded.error.code === "StateUnreadable"
      ? { type: "unreadable", error: loaded.error }
      : null;
  // What a key has changed is drawn at once: it waits for no pace, and what progress would have drawn goes with it.
  const keyboard = new KeyStream(stdin, () => void app.waitUntilRenderFlush());
  const ascii = { isOn: false };
  const redraw = (): void => void stdout.emit("resize");
  const app = render(
    <App
      services={services}
      settings={loaded.ok ? loaded.value : emptySettings}
      connection={start.connection}
      firstLayer={unreadable ?? firstLayers[start.startAt]}
      isAscii={start.isAscii}
      ascii={ascii}
      redraw={redraw}
      hasColour={nonEmpty(environment["NO_COLOR"]) === null}
      hasManyColours={writesManyColours()}
      terminal={terminalKindOf(environment)}
    />,
    {
      stdin: keyboard,
      stdout: createCompactOutput(unwrappedOutput(asciiOutput(stdout, ascii))),
      alternateScreen: true,
      // For what comes without a key. Progress has its own pace: four a second, from the queue.
      maxFps: 125,
      exitOnCtrlC: false,
      // Ink takes CI=true for "no terminal"; here there is one.
      interactive: true,
      isScreenReaderEnabled: false,
    },
  );
  // Where output was lost, or the window has changed under it, nobody knows what the terminal shows: what was drawn is
  // forgotten, and Ink, which hears this next, draws all of it.
  const removeFrame = (): void => {
    app.clear();
    stdout.write(homeAndEraseDown);
  };
  stdout.prependListener("resize", removeFrame);
  const endRedraws = redrawWhenStill(redraw);
  const startedAtMs = Date.now();
  const left = app.waitUntilExit().then((code) => (typeof code === "number" ? code : 0));
  const code = await untilEnd(Promise.race([left, hangUp(stdin)]), () => {
    endRedraws();
    stdout.off("resize", removeFrame);
    app.unmount();
    restoreTerminal(stdout);
    keyboard.release();
  });
  const lines = await farewellLines(services, startedAtMs);
  // With --ascii the words are, too.
  if (lines.length > 0) asciiOutput(stdout, ascii).write(`${lines.join("\n")}\n`);
  return code;
};
