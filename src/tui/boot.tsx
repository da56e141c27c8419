import { render } from "ink";
import { emptySettings } from "../domain/settings.ts";
import { App } from "./App.tsx";
import type { AppScreens } from "./app-screens.ts";
import type { Layer } from "./app-state.ts";
import type { AppServices } from "./services.ts";
import { KeyStream } from "./terminal/key-stream.ts";
import { restoreTerminal } from "./terminal/restore.ts";

export interface RunOptions {
  /** Name of the connection to begin with; the first when absent. */
  readonly connection?: string | undefined;
  /** "setup": at the first question, also when there is a connection. "reset": what to forget. */
  readonly startAt?: "files" | "setup" | "reset" | undefined;
  readonly isAscii?: boolean | undefined;
  readonly screens: AppScreens;
  readonly stdin?: NodeJS.ReadStream | undefined;
  readonly stdout?: NodeJS.WriteStream | undefined;
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
}

/** Signals that end the app, and the codes that a shell gives them. */
const endings = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

const firstLayers: Readonly<Record<"files" | "setup" | "reset", Layer | null>> = {
  files: null,
  setup: { type: "setup", goal: { type: "connection" } },
  reset: { type: "reset" },
};

/** Calls back on a signal or a crash; gives the function that stops listening. */
const onEnding = (leave: (code: number) => void, crash: (error: Error) => void): (() => void) => {
  const listeners = Object.entries(endings).map(([signal, code]) => {
    const listener = () => leave(code);
    process.on(signal, listener);
    return () => process.removeListener(signal, listener);
  });
  const crashed = (thrown: unknown) =>
    crash(thrown instanceof Error ? thrown : new Error(String(thrown)));
  process.on("uncaughtException", crashed);
  process.on("unhandledRejection", crashed);
  return () => {
    for (const remove of listeners) remove();
    process.removeListener("uncaughtException", crashed);
    process.removeListener("unhandledRejection", crashed);
  };
};

// A terminal that went away (SIGHUP) makes each write fail; the signal is what ends the app.
const ignore = () => undefined;

/**
 * Runs the app on a terminal until the person leaves; gives the exit code. Signals and crashes leave the terminal
 * as it was found; a crash rejects with its error, for the caller to report. The caller stops the services.
 */
export const runApp = async (services: AppServices, options: RunOptions): Promise<number> => {
  const { stdin = process.stdin, stdout = process.stdout, env = process.env } = options;
  const loaded = await services.loadSettings();
  const unreadable: Layer | null =
    !loaded.ok && loaded.error.code === "StateUnreadable"
      ? { type: "unreadable", error: loaded.error }
      : null;
  const keyboard = new KeyStream(stdin);
  stdout.on("error", ignore);

  const app = render(
    <App
      services={services}
      settings={loaded.ok ? loaded.value : emptySettings}
      screens={options.screens}
      connection={options.connection}
      firstLayer={unreadable ?? firstLayers[options.startAt ?? "files"]}
      isAscii={options.isAscii ?? false}
      hasColour={(env["NO_COLOR"] ?? "") === ""}
      terminal={{
        TERM: env["TERM"],
        LC_TERMINAL: env["LC_TERMINAL"],
        TERM_PROGRAM: env["TERM_PROGRAM"],
      }}
    />,
    {
      stdin: keyboard,
      stdout,
      alternateScreen: true,
      incrementalRendering: true,
      exitOnCtrlC: false,
      // Ink takes CI=true for "no terminal"; here there is one.
      interactive: true,
      isScreenReaderEnabled: false,
    },
  );
  const ended = Promise.withResolvers<number>();
  const forget = onEnding(ended.resolve, ended.reject);
  try {
    const left = app.waitUntilExit().then((code) => (typeof code === "number" ? code : 0));
    return await Promise.race([left, ended.promise]);
  } finally {
    app.unmount();
    restoreTerminal(stdout);
    keyboard.release();
    forget();
    stdout.off("error", ignore);
  }
};
