// Draws docs/pictures/*.svg from the real program in a real terminal: each screen, in both themes.
import { mkdir } from "node:fs/promises";
import { playArriving, playSending, playSetUp } from "./pictures/scenes.ts";
import { openStage, picturesMs, pictureStage, type Stage, type Theme } from "./pictures/stage.ts";
import { openStudio, picturesFolder, type Studio, writePicture } from "./pictures/studio.ts";

type Scene = (studio: Studio, stage: Stage) => Promise<void>;

/** A file that was begun in one scene and has arrived in the next was on its way for so long. */
const betweenScenesMs = 9_000;

const onStage = async (theme: Theme, isSetUp: boolean, scenes: readonly Scene[]) => {
  const stage = await openStage({ ...pictureStage, theme, isSetUp });
  const cast: { drawing: string; seconds: number }[] = [];
  try {
    for (const [at, play] of scenes.entries()) {
      const studio = openStudio(stage, theme, picturesMs + at * betweenScenesMs, cast);
      try {
        await play(studio, stage);
      } finally {
        await studio.close();
      }
    }
  } finally {
    await stage.close();
  }
  return cast;
};

await mkdir(picturesFolder, { recursive: true });
for (const theme of ["dark", "light"] as const) {
  await onStage(theme, false, [playSetUp]);
  const cast = await onStage(theme, true, [playSending, playArriving]);
  await writePicture("cast", theme, cast, "Selecting files, uploading them, reading the receipts");
}
