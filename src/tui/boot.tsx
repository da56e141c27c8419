import { nonEmpty } from "../domain/non-empty.ts";
import { render } from "ink";
import { signalCodes } from "../domain/exit-codes.ts";
import { emptySettings } from "../domain/settings.ts";
import { App } from "./App.tsx";
import type { AppScreens } from "./app-screens.ts";
import type { Layer } from "./app-state.ts";
import type { AppServices } from "./services.ts";
import { asciiOutput } from "./terminal/ascii-output.ts";
import { onEnding } from "./terminal/endings.ts";
import { KeyStream } from "./terminal/key-stream.ts";
import { restoreTerminal } from "./terminal/restore.ts";
import { createThriftyOutput } from "./terminal/thrifty-output.ts";

export interface RunOptions {
  /** Name of the connection to begin with; the first when absent. */
  readonly connection?: string | undefined;
  /** "setup": at the first question, also when there is a connection. "reset": what to forget. */
  readonly startAt?: "files" | "setup" | "reset" | undefined;
  readonly isAscii?: boolean | undefined;
  /** Line by line, for screen readers; also with INK_SCREEN_READER=true, and where TERM is dumb. */
  readonly isAccessible?: boolean | undefined;
  readonly screens: AppScreens;
  readonly stdin?: NodeJS.ReadStream | undefined;
  readonly stdout?: NodeJS.WriteStream | undefined;
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
}

/** The options with what they stand on. */
interface Terminal extends RunOptions {
  readonly startAt: "files" | "setup" | "reset";
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const firstLayers: Readonly<Record<"files" | "setup" | "reset", Layer | null>> = {
  files: null,
  setup: { type: "setup", goal: { type: "connection" } },
  reset: { type: "reset" },
};

const homeAndEraseDown = "\u001b[H\u001b[J";

// A terminal that went away (SIGHUP) makes each write fail; the signal is what ends the app.
const ignore = () => undefined;

/** Runs until the app ends by itself, or a signal or a crash ends it; then gives the terminal back, once. */
const untilEnd = async (own: Promise<number>, giveBack: () => void): Promise<number> => {
  const ended = Promise.withResolvers<number>();
  const forget = onEnding({
    leave: ended.resolve,
    crash: (error) => {
      giveBack();
      ended.reject(error);
    },
  });
  try {
    return await Promise.race([own, ended.promise]);
  } finally {
    giveBack();
    forget();
  }
};

/** The keyboard has ended: the terminal is gone, with or without a signal. */
const hangUp = async (stdin: NodeJS.ReadStream): Promise<number> => {
  const { promise, resolve } = Promise.withResolvers<void>();
  stdin.once("end", resolve);
  await promise;
  return signalCodes.SIGHUP;
};

const runOnScreen = async (services: AppServices, options: Terminal): Promise<number> => {
  const { stdin, stdout, env } = options;
  const loaded = await services.loadSettings();
  const unreadable: Layer | null =
    !loaded.ok && loaded.error.code === "StateUnreadable"
      ? { type: "unreadable", error: loaded.error }
      : null;
  // What a key has changed is drawn at once: it waits for no pace, and what progress would have drawn goes with it.
  const keyboard = new KeyStream(stdin, () => void app.waitUntilRenderFlush());
  const ascii = { isOn: false };
  const app = render(
    <App
      services={services}
      settings={loaded.ok ? loaded.value : emptySettings}
      screens={options.screens}
      connection={options.connection}
      firstLayer={unreadable ?? firstLayers[options.startAt]}
      isAscii={options.isAscii ?? false}
      ascii={ascii}
      redraw={() => stdout.emit("resize")}
      hasColour={nonEmpty(env["NO_COLOR"]) === null}
      terminal={{
        TERM: env["TERM"],
        LC_TERMINAL: env["LC_TERMINAL"],
        TERM_PROGRAM: env["TERM_PROGRAM"],
      }}
    />,
    {
      stdin: keyboard,
      stdout: createThriftyOutput(asciiOutput(stdout, ascii)),
      alternateScreen: true,
      incrementalRendering: true,
      // For what comes without a key. Progress has its own pace: four a second, from the desk.
      maxFps: 125,
      exitOnCtrlC: false,
      // Ink takes CI=true for "no terminal"; here there is one.
      interactive: true,
      isScreenReaderEnabled: false,
    },
  );
  // Frames are drawn from where the one before ended. Where output was lost, or the window has changed under it,
  // only an absolute place is certain: what was drawn is forgotten, and Ink, which hears this next, draws all of it.
  const forgetFrame = (): void => {
    app.clear();
    stdout.write(homeAndEraseDown);
  };
  stdout.prependListener("resize", forgetFrame);
  const left = app.waitUntilExit().then((code) => (typeof code === "number" ? code : 0));
  return untilEnd(Promise.race([left, hangUp(stdin)]), () => {
    stdout.off("resize", forgetFrame);
    app.unmount();
    restoreTerminal(stdout);
    keyboard.release();
  });
};

const runLineByLine = async (services: AppServices, options: Terminal): Promise<number> => {
  const { stdin, stdout, connection, startAt } = options;
  const { runByLines } = await import("./accessible/run-by-lines.ts");
  const { TerminalLines } = await import("./accessible/line-terminal.ts");
  const terminal = new TerminalLines({ stdin, stdout });
  const stop = new AbortController();
  const { signal } = stop;
  return untilEnd(runByLines({ terminal, services, connection, startAt, signal }), () => {
    stop.abort();
    terminal.close();
    stdin.setRawMode(false);
    stdin.pause();
  });
};

/**
 * Runs the app on a terminal until the person leaves; gives the exit code. Signals and crashes leave the terminal
 * as it was found; a crash rejects with its error, for the caller to report. The caller stops the services.
 */
export const runApp = async (services: AppServices, options: RunOptions): Promise<number> => {
  const { stdin = process.stdin, stdout = process.stdout, env = process.env } = options;
  const terminal = { ...options, startAt: options.startAt ?? "files", stdin, stdout, env };
  const isByLines =
    options.isAccessible === true || env["INK_SCREEN_READER"] === "true" || env["TERM"] === "dumb";
  stdout.on("error", ignore);
  // For good: a read may fail after the app has left the keyboard to others.
  stdin.on("error", ignore);
  try {
    return await (isByLines ? runLineByLine(services, terminal) : runOnScreen(services, terminal));
  } finally {
    stdout.off("error", ignore);
  }
};
