import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { playArriving, playSending, playSetUp } from "../pictures/scenes.ts";
import { screens, type ScreenName } from "../pictures/screens.ts";
import { openStage, type Stage, type Theme } from "../pictures/stage.ts";
import { startOnStage, type Studio } from "../pictures/studio.ts";
import { handOver } from "./hand-over.ts";

/** Thrown by a scene's studio when the scene has come to the screen that is wanted. */
class Arrived extends Error {}

/** What the scenes look for is seen whole from this size on. */
const minSize = { columns: 80, rows: 24 };

/** A studio without a camera. */
const openStudio = (stage: Stage, wanted: ScreenName | null): Studio => {
  const { columns, rows } = process.stdout;
  const app = startOnStage(stage, {
    columns: Math.max(columns, minSize.columns),
    rows: Math.max(rows, minSize.rows),
  });
  const look = async (name: ScreenName): Promise<void> => {
    if (name === wanted) throw new Arrived(name);
  };
  return { app, shoot: look, snap: look, frame: async () => {}, close: () => app.close() };
};

type Scene = (studio: Studio, stage: Stage) => Promise<void>;

/** The last one comes past the screen; the ones before leave what it begins with. */
const scenes: Readonly<Record<(typeof screens)[ScreenName], readonly Scene[]>> = {
  setUp: [playSetUp],
  sending: [playSending],
  arriving: [playSending, playArriving],
};

/** Plays the scene up to the screen, then gives the app to the person at the terminal. Gives the app's exit code. */
export const showScreen = async (wanted: ScreenName, theme: Theme): Promise<number> => {
  const scene = screens[wanted];
  const stage = await openStage({
    theme,
    isSetUp: scene !== "setUp",
    home: await mkdtemp(path.join(tmpdir(), "s3-sftp-screen-")),
    port: 0,
    nowMs: () => Date.now(),
  });
  const studios: Studio[] = [];
  try {
    const plays = scenes[scene];
    for (const [at, play] of plays.entries()) {
      const studio = openStudio(stage, at === plays.length - 1 ? wanted : null);
      studios.push(studio);
      try {
        await play(studio, stage);
      } catch (thrown) {
        if (thrown instanceof Arrived) return await handOver(studio.app);
        throw thrown;
      }
      await studio.close();
    }
    throw new Error(`the scene never came to ${wanted}`);
  } finally {
    for (const studio of studios) await studio.close();
    await stage.close();
  }
};
