// Draws docs/pictures/*.svg from the real program in a real terminal, run on the demo's store.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import headless from "@xterm/headless";
import { startOnPty, type PtyProgram } from "../test/support/pty.ts";
import { drawScreen, frameScreens, palettes } from "./pictures/terminal-svg.ts";

const root = path.resolve(import.meta.dirname, "..");
const pictures = path.join(root, "docs", "pictures");
const size = { columns: 84, rows: 24 };

type Theme = keyof typeof palettes;

/** What a photographer does: drive the program, and say when to press the shutter. */
interface Studio {
  readonly app: PtyProgram;
  readonly shoot: (name: string, title: string) => Promise<void>;
  /** Adds a frame to the cast. */
  readonly frame: (seconds: number) => Promise<void>;
}

const settle = (ms = 400) => new Promise((resolve) => setTimeout(resolve, ms));

const firstRun = async ({ app, shoot }: Studio) => {
  // The demo shows its keys before the first question.
  await app.waitForText("Bucket");
  await settle();
  await app.press("enter");
  await app.waitForText("step 1 of");
  await shoot("setup", "The first question of the set-up");
};

const mainJob = async ({ app, shoot, frame }: Studio) => {
  await app.waitForText("? help");
  await frame(1.5);
  await app.press("down", "down", "space");
  await settle();
  await frame(0.8);
  await app.press("space");
  await settle();
  await frame(1.2);
  await shoot("browser", "Choosing files");
  await app.type("?");
  await settle();
  await shoot("help", "Keys, from the table that drives them");
  await app.press("escape");
  await settle();
  await app.type("u");
  await settle(800);
  await frame(2);
  await shoot("review", "What will be sent, before it is sent");
  await app.press("enter");
  for (let tick = 0; tick < 6; tick++) {
    await settle(350);
    await frame(0.5);
  }
  await app.waitForText("delivered", 60_000);
  await settle(1500);
  await frame(3);
  await shoot("queue", "The queue: what was acknowledged, and what is proved");
  await app.press("tab");
  await settle(800);
  await frame(3);
  await shoot("history", "Receipts");
};

/** The preference is one line of the connections screen; the app opens with the dark one. */
const useLightTheme = async ({ app }: Studio) => {
  await app.waitForText("? help");
  await app.type("c");
  await app.waitForText("Colours for a dark window");
  for (let line = 0; line < 20 && !/>.*Colours for/.test(app.screen()); line++) {
    await app.press("down");
    await settle(60);
  }
  await app.press("enter");
  await app.waitForText("Colours for a light window");
  await app.press("escape");
  await settle();
};

/** What the terminal of the program shows, drawn. */
const developed = async (app: PtyProgram, theme: Theme) => {
  const terminal = new headless.Terminal({
    cols: size.columns,
    rows: size.rows,
    allowProposedApi: true,
  });
  await new Promise<void>((resolve) => terminal.write(app.output(), resolve));
  const drawing = drawScreen(terminal, palettes[theme]);
  terminal.dispose();
  return drawing;
};

const photograph = async (
  theme: Theme,
  args: readonly string[],
  scene: (studio: Studio) => Promise<void>,
) => {
  const home = await mkdtemp(path.join(tmpdir(), "s3-sftp-pictures-"));
  const app = startOnPty([process.execPath, path.join(root, "dist/main.js"), "demo", ...args], {
    ...size,
    environment: { HOME: home, USER: "sender", LANG: "C.UTF-8", PATH: process.env["PATH"] ?? "" },
  });
  const frames: { drawing: string; seconds: number }[] = [];
  const write = (name: string, title: string, screens: typeof frames) =>
    writeFile(
      path.join(pictures, `${name}-${theme}.svg`),
      frameScreens(screens, size, palettes[theme], title),
    );
  const shoot = async (name: string, title: string) =>
    write(name, title, [{ drawing: await developed(app, theme), seconds: 1 }]);
  const frame = async (seconds: number) => {
    frames.push({ drawing: await developed(app, theme), seconds });
  };
  const studio = { app, shoot, frame };
  try {
    if (theme === "light" && args.length === 0) await useLightTheme(studio);
    await scene(studio);
    if (frames.length > 0)
      await write("cast", "Choosing files, sending them, reading the receipts", frames);
  } finally {
    // The demo removes its folders and ends its servers when it is asked to end.
    app.signal("SIGTERM");
    await Promise.race([app.exited, settle(3000)]);
    await app.close();
    await rm(home, { recursive: true, force: true });
  }
};

await mkdir(pictures, { recursive: true });
await photograph("dark", ["--setup"], firstRun);
for (const theme of ["dark", "light"] as const) await photograph(theme, [], mainJob);
