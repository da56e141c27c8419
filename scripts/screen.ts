// Puts one screen of the pictures on this terminal, on the services of the demo: `npm run screen NAME [light]`.
import path from "node:path";
import { buildBundle } from "./dev/build-bundle.ts";
import { isScreenName, screens } from "./pictures/screens.ts";
import { showScreen } from "./screen/show-screen.ts";

const say = (words: string) => process.stderr.write(`${words}\n`);
const names = Object.keys(screens);
const list = () =>
  say(`npm run screen NAME [light], one of:\n${names.map((name) => `  ${name}`).join("\n")}`);

const run = async (name: string | undefined, theme = "dark"): Promise<number> => {
  if (name === undefined) {
    list();
    return 0;
  }
  if (!isScreenName(name)) {
    say(`screen: there is no screen "${name}".`);
    list();
    return 2;
  }
  if (theme !== "dark" && theme !== "light") {
    say(`screen: the theme is dark or light, not "${theme}".`);
    return 2;
  }
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    say("screen: this needs a terminal.");
    return 2;
  }
  const built = await buildBundle(path.resolve(import.meta.dirname, ".."));
  if (!built.ok) {
    say(built.error);
    return 1;
  }
  say(`screen: on the way to "${name}". Uploads come first for some: up to a minute.`);
  return showScreen(name, theme);
};

process.exit(await run(process.argv[2], process.argv[3]));
