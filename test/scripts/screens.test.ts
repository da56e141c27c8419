import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { isScreenName, screens } from "../../scripts/pictures/screens.ts";

const scenes = readFileSync(
  path.resolve(import.meta.dirname, "../../scripts/pictures/scenes.ts"),
  "utf8",
);

it("are listed with the scene that comes past them, in its order, and none besides", () => {
  const shown = scenes.split("export const play").flatMap((text) => {
    const scene = `${text.charAt(0).toLowerCase()}${/^\w+/.exec(text)?.[0].slice(1)}`;
    return Array.from(text.matchAll(/(?:shoot|snap)\("([\w-]+)"/g), ([, name = ""]) => [
      name,
      scene,
    ]);
  });
  expect(Object.entries(screens)).toEqual(shown);
});

it("are told from what an object has by itself", () => {
  expect(isScreenName("queue")).toBe(true);
  expect(isScreenName("toString")).toBe(false);
});
