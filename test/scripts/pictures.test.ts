import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");
const read = (file: string) => readFileSync(path.join(root, file), "utf8");

const shots = Array.from(
  read("scripts/pictures/scenes.ts").matchAll(/(?:shoot|snap)\("([\w-]+)", "(.+)"\)/g),
  ([, name = "", title = ""]) => ({ name, title }),
);

/** By theme, as the page gives them to the browser. */
const shownIn = (file: string, folder: string) =>
  Array.from(
    read(file).matchAll(/srcset="([^"]+)-light\.svg"><img alt="([^"]+)" src="([^"]+)-dark\.svg"/g),
    ([, light = "", title = "", dark = ""]) => {
      expect(dark).toBe(light);
      return { name: light.replace(`${folder}/`, ""), title };
    },
  );

const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name);

describe("the pictures", () => {
  it("are of each screen", () => {
    // Files, queue, sent; what lies over them; and the questions at the start and at the end.
    for (const screen of [
      "setup",
      "browser",
      "review",
      "queue",
      "history",
      "receipt",
      "reset",
      "help",
      "connections",
      "unfinished",
      "quit",
      "card",
      "passphrase",
    ])
      expect(shots.map(({ name }) => name)).toContain(screen);
  });

  it("are there in both themes, and none is left of a screen that is drawn no more", () => {
    const wanted = ["cast", ...shots.map(({ name }) => name)].flatMap((name) => [
      `${name}-dark.svg`,
      `${name}-light.svg`,
    ]);
    const there = readdirSync(path.join(root, "docs/pictures"));
    expect(there.filter((file) => !file.startsWith("bench-")).toSorted()).toEqual(
      wanted.toSorted(),
    );
  });

  it("are all shown on the page of the screens, with the words of the scene", () => {
    expect(shownIn("docs/screens.md", "pictures").toSorted(byName)).toEqual(shots.toSorted(byName));
  });

  it("are in the README as they are on that page", () => {
    const readme = shownIn("README.md", "docs/pictures").filter(({ name }) => name !== "cast");
    expect(readme.length).toBeGreaterThanOrEqual(4);
    for (const shown of readme) expect(shots).toContainEqual(shown);
  });

  it.each(["dark", "light"])("name nothing of the machine they were drawn on, %s", (theme) => {
    for (const { name } of shots)
      expect(read(`docs/pictures/${name}-${theme}.svg`)).not.toMatch(/s3-sftp-[\w]+-\w{6}|root@/);
  });
});
