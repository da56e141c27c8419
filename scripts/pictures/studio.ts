import { writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import headless from "@xterm/headless";
import { startOnPty, type PtyProgram } from "../../test/support/processes/pty.ts";
import { program } from "../../test/support/processes/run-cli.ts";
import type { Stage, Theme } from "./stage.ts";
import type { ScreenName } from "./screens.ts";
import { retouch } from "./retouch.ts";
import { drawScreen, frameScreens, palettes } from "./terminal-svg.ts";

const root = path.resolve(import.meta.dirname, "../..");
/** Where the pictures go. */
export const picturesFolder = path.join(root, "docs", "pictures");
const size = { columns: 84, rows: 24 };

// The receipt names who sent a file, from where, and when. No picture names a real person or machine, and its clock
// stands still, so that the same picture can be drawn again.
const someoneAt = (nowMs: number): string => `
  import os from "node:os";
  import { syncBuiltinESMExports } from "node:module";
  const info = os.userInfo();
  os.userInfo = () => ({ ...info, username: "maria" });
  os.hostname = () => "clinic";
  syncBuiltinESMExports();
  const RunningDate = Date;
  globalThis.Date = class extends RunningDate {
    constructor(...given) {
      super(...(given.length === 0 ? [${nowMs}] : given));
    }
    static now() {
      return ${nowMs};
    }
  };
`;

/** The program on a terminal, and a camera before it. */
export interface Studio {
  readonly app: PtyProgram;
  /** Draws docs/pictures/NAME-THEME.svg when nothing moves any more. */
  readonly shoot: (name: ScreenName, title: string) => Promise<void>;
  /** As `shoot`, of a screen that never stands still. */
  readonly snap: (name: ScreenName, title: string) => Promise<void>;
  /** Adds a frame to the cast. */
  readonly frame: (seconds: number) => Promise<void>;
  /** Ends the program if it still runs. */
  close(): Promise<void>;
}

const quietMs = 300;
const limitMs = 10_000;

/** Until the program has written nothing for a while. */
const settled = async (app: PtyProgram): Promise<void> => {
  const endMs = performance.now() + limitMs;
  for (let before = -1; before !== app.output().length;) {
    if (performance.now() > endMs) throw new Error(`it never stands still:\n${app.screen()}`);
    before = app.output().length;
    await wait(quietMs);
  }
};

/** What the terminal of the program shows, drawn. */
const developed = async (app: PtyProgram, theme: Theme): Promise<string> => {
  const terminal = new headless.Terminal({
    cols: size.columns,
    rows: size.rows,
    allowProposedApi: true,
  });
  await new Promise<void>((resolve) => terminal.write(app.output(), resolve));
  const drawing = drawScreen(terminal, palettes[theme], retouch);
  terminal.dispose();
  return drawing;
};

type Frames = { readonly drawing: string; readonly seconds: number }[];

/** Starts the program on the stage, on a terminal of this size; `nodeArgs` come before it. */
export const startOnStage = (
  { environment, folder }: Stage,
  size: { readonly columns: number; readonly rows: number },
  nodeArgs: readonly string[] = [],
): PtyProgram =>
  startOnPty([process.execPath, ...nodeArgs, program, "--start", folder], { ...size, environment });

/** Starts the program on the stage at a time; frames are kept in `cast`, which several runs may share. */
export const openStudio = (
  stage: Stage,
  theme: Theme,
  nowMs: number,
  cast: Frames = [],
): Studio => {
  const preload = `data:text/javascript,${encodeURIComponent(someoneAt(nowMs))}`;
  const app = startOnStage(stage, size, ["--import", preload]);
  const snap = async (name: ScreenName, title: string) => {
    const screens = [{ drawing: await developed(app, theme), seconds: 1 }];
    await writePicture(name, theme, screens, title);
  };
  return {
    app,
    snap,
    shoot: async (name, title) => {
      await settled(app);
      await snap(name, title);
    },
    frame: async (seconds) => {
      cast.push({ drawing: await developed(app, theme), seconds });
    },
    close: () => app.close(),
  };
};

/** Writes one picture; with several screens it plays. */
export const writePicture = (
  name: string,
  theme: Theme,
  screens: Frames,
  title: string,
): Promise<void> =>
  writeFile(
    path.join(picturesFolder, `${name}-${theme}.svg`),
    frameScreens(screens, size, palettes[theme], title),
  );
